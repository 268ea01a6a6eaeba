// The dead population before the measurement.
import {populationGate} from '../population-gate.js';

export default populationGate('before');
