// The dead population after the measurement: a server that drops the dead has less to carry.
import {populationGate} from '../population-gate.js';

export default populationGate('after');
