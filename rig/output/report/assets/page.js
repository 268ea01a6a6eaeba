// Draws the charts of a report in the browser. Above it stand Chart.js and `drawing`, the code that
// draws the pictures too (plots/drawing/); the charts' descriptions are in the element #data.
'use strict';

(() => {
	const {drawingOf, dashes, inks, lengths, markers, seriesStyles, strokes} = drawing;
	const charts = JSON.parse(document.getElementById('data').textContent);
	const dark = window.matchMedia('(prefers-color-scheme: dark)');
	const state = {isLog: false, hasInvalid: true, isPrinted: false, hidden: new Set()};
	let drawn = [];

	/** A description as the switches want it. */
	const shownOf = ({x, panels}) => ({
		x: state.isLog ? {...x, scale: 'log'} : x,
		panels: panels.map(panel => ({
			...panel,
			// What need not begin at 0, as a ratio, is not drawn log.
			scale: state.isLog && panel.fromZero ? 'log' : panel.scale,
			series: panel.series.map(series => ({
				...series,
				points: series.points.filter(point => state.hasInvalid || point.state !== 'invalid'),
			})),
		})),
	});

	const lookOf = ({panels}) => {
		const theme = dark.matches && !state.isPrinted ? 'dark' : 'light';
		const names = panels.flatMap(({series}) => series.map(({name}) => name));
		return {
			ink: inks[theme],
			family: getComputedStyle(document.body).fontFamily,
			styles: seriesStyles(names, theme),
		};
	};

	/** `widest` is how wide the widest y axis of the chart is: its plots begin at one place. */
	const drawPanel = (canvas, chart, panel, look, widest) => {
		const {options, ...configuration} = drawingOf(chart, [panel], look);
		for (const dataset of configuration.data.datasets) {
			dataset.hidden = state.hidden.has(dataset.curve.name);
		}

		return new Chart(canvas, {
			...configuration,
			options: {
				...options,
				maintainAspectRatio: false,
				layout: {padding: {top: 3 * lengths.marker, right: 2 * lengths.marker}},
				scales: {
					...options.scales,
					y0: {
						...options.scales.y0,
						afterFit(scale) {
							widest.width = Math.max(widest.width, scale.width);
							scale.width = widest.width;
						},
					},
				},
				interaction: {mode: 'nearest', intersect: true},
				// Paper has more dots than a screen, and nothing fits a plot to its page.
				...(state.isPrinted && {responsive: false, devicePixelRatio: 3}),
				plugins: {
					...options.plugins,
					tooltip: {
						...options.plugins.tooltip,
						displayColors: false,
						borderColor: look.ink.axis,
						borderWidth: 1,
					},
				},
			},
		});
	};

	const svg = (name, attributes, children = []) => {
		const element = document.createElementNS('http://www.w3.org/2000/svg', name);
		for (const [key, value] of Object.entries(attributes)) {
			element.setAttribute(key, value);
		}

		element.append(...children);
		return element;
	};

	/** A line with its marker, as in the legend of a picture. */
	const sampleOf = ({colour, marker}, {line, kind = 'ok'}, {paper}) => {
		const radius = lengths.marker;
		const isHollow = kind === 'invalid';
		const shape = {
			fill: isHollow ? paper : colour,
			stroke: isHollow ? colour : paper,
			'stroke-width': isHollow ? 1.5 : 0.8,
		};
		const stroke = {fill: 'none', stroke: colour, 'stroke-width': strokes.curve};
		return svg('svg', {viewBox: '-17 -9 34 18', 'aria-hidden': 'true'}, [
			...(line
				? [svg('path', {d: 'M-17 0H17', ...stroke, 'stroke-dasharray': dashes[line].join(' ')})]
				: []),
			...(kind === 'at-least'
				? [svg('path', {d: 'M0 0V-8M-3.5 -4.5L0 -8L3.5 -4.5', ...stroke})]
				: []),
			svg('g', kind === 'at-least' ? {transform: 'translate(0 4)'} : {}, [
				marker.length === 0
					? svg('circle', {r: radius * 0.9, ...shape})
					: svg('polygon', {
							points: marker.map(([x, y]) => `${x * radius},${y * radius}`).join(' '),
							...shape,
						}),
			]),
		]);
	};

	const fillLegend = (legend, {panels}, {ink, styles}) => {
		const series = panels.flatMap(panel => panel.series);
		const entries = [...styles].map(([name, style]) => {
			const own = series.filter(each => each.name === name);
			const line = own.some(each => each.line === 'solid') ? 'solid' : own[0].line;
			const button = document.createElement('button');
			button.type = 'button';
			button.setAttribute('aria-pressed', String(!state.hidden.has(name)));
			button.append(sampleOf(style, {line}, ink), name);
			button.addEventListener('click', () => {
				state.hidden[state.hidden.has(name) ? 'delete' : 'add'](name);
				draw();
				legend.querySelectorAll('button')[[...styles.keys()].indexOf(name)].focus();
			});
			return button;
		});
		const kinds = [
			['at-least', 'at least'],
			['invalid', 'not valid'],
		].filter(([kind]) => series.some(({points}) => points.some(point => point.state === kind)));
		const notes = kinds.map(([kind, text]) => {
			const note = document.createElement('span');
			note.append(sampleOf({colour: ink.quiet, marker: markers.circle}, {kind}, ink), text);
			return note;
		});
		legend.replaceChildren(...entries, ...notes);
	};

	const draw = () => {
		for (const chart of drawn) {
			chart.destroy();
		}

		drawn = charts.flatMap((chart, index) => {
			const shown = shownOf(chart);
			const look = lookOf(shown);
			fillLegend(document.getElementById(`legend-${index}`), shown, look);
			const widest = {width: 0};
			const plots = shown.panels.map((panel, each) => {
				const canvas = document.getElementById(`plot-${index}-${each}`);
				if (state.isPrinted) {
					[canvas.width, canvas.height] = [560, 300];
				}

				return drawPanel(canvas, shown, panel, look, widest);
			});
			// Those drawn first did not know the widest axis.
			for (const plot of plots) {
				plot.update();
			}

			return plots;
		});
		// Tests ask the charts what they show.
		window.deadweight = {charts: drawn};
	};

	const whenSwitched = (id, change) => {
		document.getElementById(id)?.addEventListener('change', ({target}) => {
			change(target.checked);
			draw();
		});
	};

	whenSwitched('log', checked => {
		state.isLog = checked;
	});
	whenSwitched('invalid', checked => {
		state.hasInvalid = checked;
	});
	dark.addEventListener('change', draw);
	for (const [event, isPrinted] of [
		['beforeprint', true],
		['afterprint', false],
	]) {
		window.addEventListener(event, () => {
			state.isPrinted = isPrinted;
			draw();
		});
	}

	draw();
})();
