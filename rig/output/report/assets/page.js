// Draws the plots of a report in the browser: Chart.js is above, the data in the element #data.
'use strict';

(() => {
	const {plots, colours} = JSON.parse(document.getElementById('data').textContent);
	const number = new Intl.NumberFormat('en-US', {maximumSignificantDigits: 5});
	const state = {isLog: false, hasInvalid: true};

	/** A place for 0 on a logarithmic axis: left of the smallest count that has one. */
	const zeroOf = plot => {
		const positive = plot.series.flatMap(({points}) => points.map(({x}) => x)).filter(x => x > 0);
		return positive.length > 0 ? Math.min(...positive) / 3 : 1;
	};

	const errorBars = {
		id: 'errorBars',
		beforeDatasetsDraw(chart) {
			const {ctx, scales} = chart;
			chart.data.datasets.forEach((dataset, index) => {
				if (!chart.isDatasetVisible(index)) {
					return;
				}

				ctx.save();
				ctx.strokeStyle = dataset.borderColor;
				ctx.lineWidth = 1;
				for (const point of dataset.data) {
					if (point.low === undefined) {
						continue;
					}

					const x = scales.x.getPixelForValue(point.x);
					const [low, high] = [point.low, point.high].map(y => scales.y.getPixelForValue(y));
					ctx.beginPath();
					ctx.moveTo(x, low);
					ctx.lineTo(x, high);
					ctx.moveTo(x - 4, low);
					ctx.lineTo(x + 4, low);
					ctx.moveTo(x - 4, high);
					ctx.lineTo(x + 4, high);
					ctx.stroke();
				}

				ctx.restore();
			});
		},
	};

	const datasetsOf = plot => {
		const zero = zeroOf(plot);
		const place = x => (state.isLog && x === 0 ? zero : x);
		const lines = plot.series.map(({name, line, points}) => {
			const shown = points
				.filter(({valid}) => valid || state.hasInvalid)
				.map(point => ({...point, count: point.x, x: place(point.x)}))
				.sort((a, b) => a.x - b.x);
			return {
				label: line === 'dashed' ? `${name} (${plot.dashed || 'system'})` : name,
				data: shown,
				borderColor: colours[name] || '#666',
				borderDash: line === 'solid' ? [] : line === 'dashed' ? [6, 4] : [2, 3],
				borderWidth: 2,
				pointRadius: 4,
				pointHoverRadius: 6,
				pointBackgroundColor: shown.map(({valid}) => (valid ? colours[name] || '#666' : '#fff')),
				// What is not valid is in no line.
				segment: {
					borderColor: ({p0, p1}) => (p0.raw.valid && p1.raw.valid ? undefined : 'transparent'),
				},
			};
		});
		const xs = plot.series.flatMap(({points}) => points.map(({x}) => place(x)));
		const levels = plot.levels.map(level => ({
			label: `level ${number.format(level)}`,
			data: [Math.min(...xs), Math.max(...xs)].map(x => ({x, y: level, valid: true})),
			borderColor: '#888',
			borderDash: [2, 3],
			borderWidth: 1,
			pointRadius: 0,
			pointHitRadius: 0,
		}));
		return [...lines, ...levels];
	};

	const optionsOf = plot => {
		const zero = zeroOf(plot);
		const isZero = value => state.isLog && Math.abs(value - zero) < 1e-9;
		const points = plot.series.flatMap(series => series.points);
		const label = value => (isZero(value) ? '0' : number.format(value));
		return {
			animation: false,
			maintainAspectRatio: false,
			interaction: {mode: 'nearest', intersect: true},
			scales: {
				x: {
					type: state.isLog ? 'logarithmic' : 'linear',
					min: state.isLog ? undefined : 0,
					title: {display: true, text: plot.x},
					afterBuildTicks(scale) {
						if (state.isLog) {
							scale.ticks = [{value: zero}, ...scale.ticks.filter(({value}) => value > zero)];
						}
					},
					ticks: {callback: label},
				},
				y: {
					type: state.isLog ? 'logarithmic' : plot.scale === 'log' ? 'logarithmic' : 'linear',
					beginAtZero: plot.fromZero,
					// Intervals are drawn here, and Chart.js does not know of them.
					suggestedMin: Math.min(...points.map(({y, low = y}) => low)),
					suggestedMax: Math.max(...points.map(({y, high = y}) => high)),
					title: {display: true, text: plot.label},
					ticks: {callback: value => number.format(value)},
				},
			},
			plugins: {
				legend: {
					labels: {
						usePointStyle: true,
						filter: ({text}) => !text.startsWith('level '),
					},
				},
				tooltip: {
					callbacks: {
						title: ([item]) =>
							`${item.dataset.label}, ${number.format(item.raw.count)} ${plot.unit}`,
						label: ({raw: {y, low, high, valid, note}}) =>
							[
								`${number.format(y)}${valid ? '' : ' (not valid)'}`,
								low === undefined ? '' : `interval ${number.format(low)} to ${number.format(high)}`,
								note || '',
							].filter(line => line !== ''),
					},
				},
			},
		};
	};

	const charts = plots.map((plot, index) => {
		const canvas = document.getElementById(`plot-${index}`);
		return new Chart(canvas, {
			type: 'line',
			data: {datasets: datasetsOf(plot)},
			options: optionsOf(plot),
			plugins: [errorBars],
		});
	});
	// Tests ask the charts what they show.
	window.deadweight = {charts};

	const redraw = () => {
		charts.forEach((chart, index) => {
			const hidden = chart.data.datasets.map((_, each) => !chart.isDatasetVisible(each));
			chart.data.datasets = datasetsOf(plots[index]);
			chart.options = optionsOf(plots[index]);
			chart.update();
			hidden.forEach((isHidden, each) => chart.setDatasetVisibility(each, !isHidden));
			chart.update();
		});
	};

	document.getElementById('log').addEventListener('change', ({target}) => {
		state.isLog = target.checked;
		redraw();
	});
	document.getElementById('invalid').addEventListener('change', ({target}) => {
		state.hasInvalid = target.checked;
		redraw();
	});
	window.addEventListener('beforeprint', () => charts.forEach(chart => chart.resize(640, 320)));
	window.addEventListener('afterprint', () => charts.forEach(chart => chart.resize()));
})();
