// How the figures went from run to run, as far as the output directory has kept them.
const kTrendLines = [['Score', 'score'], ['Strength', 'strength'], ['Coverage', 'coverage']];
const kTrendSize = {
  width: 720,
  height: 200,
  left: 44,
  right: 12,
  top: 8,
  bottom: 24
};

function svg(name, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Places of shares and of runs on the chart. The axis begins at a round number below the least figure.
function trendScale(runs) {
  const size = kTrendSize;
  const values = runs.flatMap((run) => kTrendLines.map(([, key]) => run[key])).filter((value) => value !== null);
  const least = Math.min(0.9, Math.floor(Math.min(1, ...values) * 10) / 10);
  return {
    least,
    x: (number) => size.left + number * (size.width - size.left - size.right) / (runs.length - 1),
    y: (value) => size.top + (1 - value) / (1 - least) * (size.height - size.top - size.bottom)
  };
}

// One line for each stretch of runs that have the figure, and a point for each run.
function trendLine(runs, scale, name, key) {
  const made = svg('g', {class: 'trend-' + key});
  let stretch = [];
  const end = () => {
    if (stretch.length > 1) made.append(svg('polyline', {points: stretch.join(' ')}));
    stretch = [];
  };
  runs.forEach((run, number) => {
    if (run[key] === null) return end();
    const [x, y] = [scale.x(number).toFixed(1), scale.y(run[key]).toFixed(1)];
    stretch.push(`${x},${y}`);
    const tip = svg('title', {}, `${name} ${percent(run[key])}, ${run.startedAt}${run.commit && ', ' + run.commit}`);
    made.append(svg('circle', {cx: x, cy: y, r: runs.length > 60 ? 1.5 : 3}, tip));
  });
  end();
  return made;
}

function trendAxes(runs, scale) {
  const size = kTrendSize;
  const made = svg('g', {class: 'axes'});
  for (const value of [scale.least, (1 + scale.least) / 2, 1]) {
    const y = scale.y(value);
    made.append(
        svg('line', {x1: size.left, x2: size.width - size.right, y1: y, y2: y}),
        svg('text', {x: size.left - 6, y: y + 4, 'text-anchor': 'end'}, (100 * value).toFixed(0) + ' %'));
  }
  const day = (run) => run.startedAt.slice(0, 10);
  made.append(
      svg('text', {x: size.left, y: size.height - 4}, day(runs[0])),
      svg('text', {x: size.width - size.right, y: size.height - 4, 'text-anchor': 'end'}, day(runs.at(-1))));
  return made;
}

function trendTable(runs) {
  return table(
      'The newest run first',
      [
        {title: 'Started', text: true, value: (run) => run.startedAt},
        {title: 'Commit', text: true, value: (run) => run.commit.slice(0, 12) + (run.commit.endsWith('+') ? '+' : '')},
        ...kTrendLines.map(([title, key]) => ({title, value: (run) => run[key], cell: (run) => percent(run[key])})),
        {title: 'Survived', value: (run) => run.survived}
      ],
      runs, 0);
}

function trend() {
  const runs = overview.history;
  if (runs.length < 2) return [];
  const scale = trendScale(runs);
  const said =
      kTrendLines.map(([name, key]) => `${name} from ${percent(runs[0][key])} to ${percent(runs.at(-1)[key])}`);
  const chart =
      svg('svg', {
        class: 'trend',
        role: 'img',
        viewBox: `0 0 ${kTrendSize.width} ${kTrendSize.height}`,
        'aria-label': `${count(runs.length, 'run')}: ${said.join(', ')}`
      },
          trendAxes(runs, scale), ...kTrendLines.map(([name, key]) => trendLine(runs, scale, name, key)));
  const legend = element(
      'ul', {class: 'legend'},
      kTrendLines.map(([name, key]) => element('li', null, element('span', {class: 'swatch trend-' + key}), name)));
  return [
    element('h2', null, 'Trend'), chart, legend,
    element('details', null, element('summary', null, count(runs.length, 'run')), trendTable(runs))
  ];
}
