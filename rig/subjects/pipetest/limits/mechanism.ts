// The mechanism's own limit, as select's FD_SETSIZE or what fs.aio-max-nr leaves: its probe tells.
import {limitOfMechanism} from '../../../budget/mechanism.js';

/** Of the descriptors that a mechanism watches, pipetest needs none but its pipes. */
export default limitOfMechanism(0);
