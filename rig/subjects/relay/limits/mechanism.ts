// The mechanism's own limit, for a relay: both sockets of a client are watched.
import {limitOfMechanism} from '../../../site/budget/mechanism.js';
import {RELAY_RESERVE} from '../reserve.js';

export default limitOfMechanism({reserve: RELAY_RESERVE, each: 2});
