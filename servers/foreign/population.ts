// The connections that a server holds, as the kernel counts them: for one that does not tell.
import {TcpConnections} from '../../linux/tcp-connections.js';

/** The connections of whatever listens on an address and a port. */
export class Population {
	readonly #kernel: TcpConnections;
	/** Of others: connections that were there when we came. */
	#earlier = 0;

	/** @throws SystemError where the kernel has no sock_diag. */
	constructor(address: string, port: number) {
		this.#kernel = new TcpConnections(address, port);
	}

	/** Whether anybody listens there; the connections that there are now count no more. */
	isListening(): boolean {
		const {isListening, connections} = this.#kernel.look();
		this.#earlier = connections;
		return isListening;
	}

	/** What is known of them. */
	counts(): {connections: {now: number; waiting: number}} {
		const {connections, waiting} = this.#kernel.look();
		return {connections: {now: connections - this.#earlier, waiting}};
	}

	[Symbol.dispose](): void {
		this.#kernel[Symbol.dispose]();
	}
}
