// The first view: figures, files, and what is in no figure.
function ratioFigure(name, ratio, of, meaning) {
  const value = overview.complete ? share(ratio) : null;
  return figure(
      name, percent(value), `${ratio.part.toLocaleString('en')} of ${ratio.whole.toLocaleString('en')} ${of}`, meaning);
}

function headFigures() {
  const score = share(overview.score);
  const coverage = share(overview.coverage);
  const gap = overview.complete && score !== null && coverage !== null ? coverage - score : null;
  const hangs = overview.causes.find(([cause]) => cause === 'hang')[1];
  return element(
      'dl', {class: 'figures'},
      ratioFigure('Score', overview.score, 'mutants', 'How many of all mutants the tests noticed.'),
      ratioFigure(
          'Strength', overview.strength, 'reached mutants', 'How many of the mutants that tests execute they noticed.'),
      ratioFigure('Coverage', overview.coverage, 'lines', 'How many lines of code the tests execute.'),
      figure('Oracle gap', points(gap), 'percentage points', 'Coverage less score: what is executed, but not checked.'),
      hangs > 0 &&
          ratioFigure(
              'Score without hangs', overview.scoreWithoutHangs, 'mutants',
              'The score if a mutant that never ends counted as not noticed.'));
}

function verdictBar() {
  const names = ['killed', 'survived', 'not reached', 'inconclusive', 'pending', 'accepted', 'ignored', 'duplicates'];
  const known = names.map((name) => [name, overview.counts[name]]).filter(([, number]) => number > 0);
  const classOf = (name) => name.replace(' ', '-');
  const bar = element('div', {class: 'bar', 'aria-hidden': 'true'}, known.map(([name, number]) => {
    const part = element('span', {class: classOf(name)});
    part.style.flexGrow = number;
    return part;
  }));
  const legend = element(
      'ul', {class: 'legend'},
      known.map(
          ([name, number]) => element(
              'li', null, element('span', {class: 'swatch ' + classOf(name)}),
              `${number.toLocaleString('en')} ${name}`)));
  const total = known.reduce((sum, [, number]) => sum + number, 0);
  return [element('p', null, count(total, 'mutant') + ':'), bar, legend];
}

// With the sums of all files below them.
function folders() {
  const found = new Map();
  for (const file of overview.files) {
    const steps = file.path.split('/');
    for (let depth = 1; depth < steps.length; ++depth) {
      const path = steps.slice(0, depth).join('/') + '/';
      const sum = found.get(path) ?? {path};
      for (const [key, value] of Object.entries(file))
        if (key !== 'path') sum[key] = (sum[key] ?? 0) + value;
      found.set(path, sum);
    }
  }
  return [...found.values()];
}

// A file's or folder's figures. None while verdicts are missing.
function figuresOf(counts) {
  const valid = counts.killed + counts.survived + counts['not reached'] + counts.inconclusive;
  const score = counts.pending ? null : share({part: counts.killed, whole: valid});
  const coverage = counts.pending ? null : share({part: counts['reached lines'], whole: counts.lines});
  return {valid, score, coverage, gap: score === null || coverage === null ? null : coverage - score};
}

function filesTable() {
  const files = overview.files.map((file, number) => ({...file, number, ...figuresOf(file)}));
  const parents = folders().map((folder) => ({...folder, ...figuresOf(folder)}));
  const showBelow = (path) => {
    what.value = 'files';
    filter.value = path;
    update();
  };
  const name = (row) => row.number !== undefined ?
      fileLink(row.number, row.path) :
      element('button', {type: 'button', click: () => showBelow(row.path)}, row.path);
  const survivors = (row) => row.survived === 0 ?
      '0' :
      element('a', {href: '#survivors/' + encodeURIComponent(row.path)}, String(row.survived));
  const made = table(
      'Sorted by what stands at an arrow. The oracle gap is coverage less score, in percentage points.',
      [
        {title: 'Path', text: true, value: (row) => row.path, cell: name},
        {title: 'Mutants', value: (row) => row.valid, hint: 'without ignored, duplicate and accepted ones'},
        {title: 'Survived', value: (row) => row.survived, cell: survivors},
        {title: 'Not reached', value: (row) => row['not reached']},
        {title: 'Inconclusive', value: (row) => row.inconclusive},
        {title: 'Score', value: (row) => row.score, cell: (row) => percent(row.score)},
        {title: 'Coverage', value: (row) => row.coverage, cell: (row) => percent(row.coverage)},
        {title: 'Oracle gap', value: (row) => row.gap, cell: (row) => points(row.gap)}
      ],
      files, 2);
  const what = element(
      'select', {change: () => update()}, element('option', {value: 'files'}, 'files'),
      element('option', {value: 'folders'}, 'folders'));
  const filter = element('input', {type: 'search', input: () => update()});
  const update = () =>
      made.setRows((what.value === 'files' ? files : parents).filter((row) => row.path.includes(filter.value)));
  return [
    element(
        'div', {class: 'controls'}, element('label', null, 'Show ', what),
        element('label', null, 'whose path has ', filter)),
    made
  ];
}

// Of entries with a place.
const kPlaceColumn = {
  title: 'Place',
  text: true,
  value: (entry) => `${fileName(entry.file)}:${entry.line}`,
  cell: (entry) => fileLink(entry.file, kPlaceColumn.value(entry))
};

function pseudoTested() {
  const found = overview.pseudoTested;
  if (found.length === 0) return [];
  return [
    element('h2', null, 'Pseudo-tested functions'),
    table(
        `${count(found.length, 'function')} that tests run, and whose whole body can go without a test noticing.`,
        [{title: 'Function', text: true, value: (entry) => entry.function}, kPlaceColumn], found, 1)
  ];
}

function causesOfKills() {
  const causes = countTable('Mutants by what ended them', overview.causes, 'killed');
  return causes === null ? [] : [element('h2', null, 'Causes of kills'), causes];
}

function acceptedTable() {
  return table(
      `${count(overview.accepted.length, 'survivor')} accepted in allele-accepted.yml`,
      [
        kPlaceColumn, {title: 'Operator', text: true, value: (entry) => entry.operator},
        {title: 'Reason', text: true, value: (entry) => entry.reason},
        {title: 'Until', text: true, value: (entry) => entry.expires || 'for good'}
      ],
      overview.accepted, 0);
}

function leftOut() {
  const ignored = overview.ignored;
  const reasons = [
    ...ignored.noise.map(([rule, number]) => ['noise rule ' + rule, number]),
    ...ignored.suppressed.map(([reason, number]) => ['suppressed: ' + (reason || '(no reason given)'), number]),
    ['equivalent to the original', ignored.equivalent],
    ['equal to mutants that aren\'t in the program', ignored.equalToAbsent],
    ['not wholly instrumented, or pseudo-tested', ignored.notInstrumented],
    ['left out by the selection', overview.leftOut],
    ['duplicates of others, with the same verdict', overview.counts.duplicates],
    ['accepted survivors', overview.counts.accepted]
  ];
  const macros = countTable('Uses of macros whose operators have no mutants', overview.macros);
  const tables = [
    countTable('Mutants by why they are in no figure', reasons), overview.accepted.length > 0 ? acceptedTable() : null,
    macros === null ? null : element('details', null, element('summary', null, 'Macros'), macros)
  ].filter((made) => made !== null);
  return tables.length > 0 ? [element('h2', null, 'Left out'), ...tables] : [];
}

function notes() {
  const said = [];
  if (!overview.complete)
    said.push(
        `The run was stopped: ${count(overview.counts.pending, 'mutant')} without a verdict, so there is no score.`);
  if (overview.sample < 1 && overview.sampleError !== undefined)
    said.push(
        `A sample of ${(100 * overview.sample).toPrecision(3)} % of the mutants: the score of all is ` +
        `${percent(share(overview.score))} ± ${points(overview.sampleError)} (95 % confidence).`);
  return said.map((text) => element('p', {class: 'note'}, text));
}

function showOverview() {
  const survived = overview.counts.survived;
  const link = element('a', {href: '#survivors'}, `Look at ${count(survived, 'survivor')}`);
  main.replaceChildren(
      element('h2', null, 'Overview'), ...notes(), headFigures(), ...verdictBar(),
      survived > 0 ? element('p', null, link, ': changes that no test notices.') : '', ...trend(),
      element('h2', null, 'Files'), ...(overview.files.length > 0 ? filesTable() : ['There are no mutants.']),
      ...pseudoTested(), ...causesOfKills(), ...leftOut());
}
