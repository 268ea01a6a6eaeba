// report.html: one file with interactive charts, tables and provenance.
import type {Artefact} from '../artefacts.js';

const artefact: Artefact = async ({title, headline, lines, graphs, sections}) => {
	const {renderPage} = await import('../report/page.js');
	return {
		'report.html': renderPage({
			...{title, headline, lines, sections},
			graphs: graphs.map(({graph}) => graph),
		}),
	};
};
export default artefact;
