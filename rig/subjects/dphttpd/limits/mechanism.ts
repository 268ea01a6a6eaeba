// The mechanism's own limit, for a server.
import {limitOfMechanism} from '../../../site/budget/mechanism.js';
import {SERVER_RESERVE} from '../reserve.js';

export default limitOfMechanism({reserve: SERVER_RESERVE, each: 1});
