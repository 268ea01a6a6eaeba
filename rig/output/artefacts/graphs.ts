// The graphs as PNG and SVG.
import type {Artefact} from '../artefacts.js';

const artefact: Artefact = async ({graphs}) => {
	// Not before it is needed: the agent and usage errors should not wait for a canvas.
	const {drawGraph} = await import('../../../plots/draw-graph.js');
	const files: Record<string, Uint8Array> = {};
	for (const {name, graph} of graphs) {
		for (const format of ['svg', 'png'] as const) {
			files[`${name}.${format}`] = await drawGraph(graph, format);
		}
	}

	return files;
};
export default artefact;
