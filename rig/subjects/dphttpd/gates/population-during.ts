// The dead population under load.
import {populationGate} from '../population-gate.js';

export default populationGate('during');
