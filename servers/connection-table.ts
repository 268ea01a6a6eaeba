// The table of the connections that a backend carries.
import type {BackendOptions} from './backend.js';
import {Connection} from './connection.js';
import {DescriptorTable} from './descriptor-table.js';

/** The open connections of a backend, found by descriptor. */
export class ConnectionTable extends DescriptorTable<Connection> {
	constructor(options: BackendOptions) {
		super(options, (fd, token) => new Connection(fd, token));
	}
}
