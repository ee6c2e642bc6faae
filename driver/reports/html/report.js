// Shows what HtmlReport.cpp has put into the page. Where the page is (location.hash):
//
//   (nothing)          figures, files, and what was left out
//   #survivors/TEXT    survivors in files whose path has TEXT
//   #tests/CHOICE      what each test is good for; CHOICE as in kTestChoices
//   #mutant/N-NAME     a file, shown by mutation-test-report-app, which takes its place from the same hash
'use strict';

const overview = JSON.parse(document.getElementById('overview').textContent);
const main = document.querySelector('main');
const kRowsAtOnce = 200;
const kSurvivorsAtOnce = 50;
const kLongestDiff = 12;  // lines of one sign
const kContext = 2;       // lines around a change

// The files' data stand behind this script.
const loaded = new Promise((done) => document.addEventListener('DOMContentLoaded', done));
const parsedFiles = new Map();

function fileData(number) {
  if (!parsedFiles.has(number))
    parsedFiles.set(number, JSON.parse(document.getElementById('file' + number).textContent));
  return parsedFiles.get(number);
}

// Attributes that are functions are listeners. Children: nodes and text; null and false are nothing.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {}))
    if (typeof value === 'function')
      made.addEventListener(key, value);
    else if (value !== null && value !== false)
      made.setAttribute(key, value === true ? '' : value);
  made.append(...children.flat().filter((child) => child !== null && child !== false));
  return made;
}

function count(number, singular, plural = singular + 's') {
  return number.toLocaleString('en') + ' ' + (number === 1 ? singular : plural);
}

function share(ratio) {
  return ratio.whole === 0 ? null : ratio.part / ratio.whole;
}

function percent(value) {
  return value === null ? '–' : (100 * value).toFixed(1) + ' %';
}

function points(value) {
  return value === null ? '–' : (100 * value).toFixed(1);
}

function seconds(value) {
  return value < 1 ? (1000 * value).toPrecision(3) + ' ms' : value.toPrecision(3) + ' s';
}

function fileName(number) {
  return overview.files[number].path;
}

// The number makes it unique, the name readable. It may hold no separators, since the component looks for directories.
function fileKey(number) {
  return number + '-' + fileName(number).split(/[/\\]/).pop();
}

function fileLink(number, text, onClick = () => {}) {
  return element('a', {href: '#mutant/' + encodeURIComponent(fileKey(number)), click: onClick}, text);
}

// A file's or folder's figures. None while verdicts are missing.
function figuresOf(counts) {
  const valid = counts.killed + counts.survived + counts['not reached'] + counts.inconclusive;
  const score = counts.pending ? null : share({part: counts.killed, whole: valid});
  const coverage = counts.pending ? null : share({part: counts['reached lines'], whole: counts.lines});
  return {valid, score, coverage, gap: score === null || coverage === null ? null : coverage - score};
}

// columns: title; value(row), by which it is sorted; cell(row), value where there is none; text: not a number.
// The first column is the row's header.
function table(caption, columns, rows, sortedBy) {
  const body = element('tbody');
  const more = element('button', {class: 'more', type: 'button', click: () => show(shown + kRowsAtOnce)});
  let shown = 0;
  let descending = true;
  const show = (to) => {
    for (const row of rows.slice(shown, to))
      body.append(element('tr', null, columns.map((column, i) => {
        const attributes = {class: column.text ? 'name' : 'number', scope: i === 0 && 'row'};
        return element(i === 0 ? 'th' : 'td', attributes, column.cell ? column.cell(row) : String(column.value(row)));
      })));
    shown = Math.min(to, rows.length);
    more.hidden = shown === rows.length;
    more.textContent = count(rows.length - shown, 'more row', 'more rows') + ', show ' + kRowsAtOnce;
  };
  const sort = () => {
    const column = columns[sortedBy];
    const order = (a, b) => column.text ? a.localeCompare(b, 'en') : (a ?? -Infinity) - (b ?? -Infinity);
    rows = [...rows].sort((a, b) => order(column.value(a), column.value(b)) * (descending ? -1 : 1));
    heads.forEach(
        (head, i) => i === sortedBy ? head.setAttribute('aria-sort', descending ? 'descending' : 'ascending') :
                                      head.removeAttribute('aria-sort'));
    body.replaceChildren();
    shown = 0;
    show(kRowsAtOnce);
  };
  const heads = columns.map((column, i) => {
    const click = () => {
      descending = i === sortedBy ? !descending : !column.text;
      sortedBy = i;
      sort();
    };
    return element(
        'th', {class: column.text ? 'name' : 'number', scope: 'col'},
        element('button', {type: 'button', title: column.hint ?? null, click}, column.title));
  });
  sort();
  const made = element(
      'div', {class: 'scroll'},
      element(
          'table', {class: 'wide'}, element('caption', null, caption),
          element('thead', null, element('tr', null, heads)), body),
      more);
  made.setRows = (others) => {
    rows = others;
    sort();
  };
  return made;
}

// [name, count] for each.
function countTable(caption, entries, style = '') {
  const known = entries.filter(([, number]) => number > 0).sort((a, b) => b[1] - a[1]);
  if (known.length === 0) return null;
  return element(
      'table', null, element('caption', null, caption), element('tbody', null, known.map(([name, number]) => {
        const amount = element('span', {class: 'amount ' + style});
        amount.style.width = 12 * number / known[0][1] + 'rem';
        return element(
            'tr', null, element('th', {class: 'name', scope: 'row'}, name),
            element('td', {class: 'number'}, number.toLocaleString('en')), element('td', null, amount));
      })));
}

function figure(name, value, part, meaning) {
  return element(
      'div', {class: 'figure'}, element('dt', null, name), element('dd', {class: 'value'}, value),
      element('dd', null, part), element('dd', {class: 'meaning'}, meaning));
}

function ratioFigure(name, ratio, of, meaning) {
  const value = overview.complete ? share(ratio) : null;
  return figure(name, percent(value), `${ratio.part.toLocaleString('en')} of ${count(ratio.whole, of)}`, meaning);
}

function headFigures() {
  const score = share(overview.score);
  const coverage = share(overview.coverage);
  const gap = overview.complete && score !== null && coverage !== null ? coverage - score : null;
  const hangs = overview.causes.find(([cause]) => cause === 'hang')[1];
  return element(
      'dl', {class: 'figures'},
      ratioFigure('Score', overview.score, 'mutant', 'How many of all mutants the tests noticed.'),
      ratioFigure(
          'Strength', overview.strength, 'reached mutant', 'How many of the mutants that tests execute they noticed.'),
      ratioFigure(
          'Coverage', overview.coverage, 'line with mutants', 'How many lines that have mutants the tests execute.'),
      figure('Oracle gap', points(gap), 'percentage points', 'Coverage less score: what is executed, but not checked.'),
      hangs > 0 &&
          ratioFigure(
              'Score without hangs', overview.scoreWithoutHangs, 'mutant',
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
        {title: 'Mutants', value: (row) => row.valid},
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

function simpleTable(caption, titles, rows) {
  return element(
      'div', {class: 'scroll'},
      element(
          'table', null, element('caption', null, caption),
          element('thead', null, element('tr', null, titles.map((title) => element('th', {scope: 'col'}, title)))),
          element(
              'tbody', null,
              rows.map((cells) => element('tr', null, cells.map((cell) => element('td', null, cell)))))));
}

function place(entry) {
  return fileLink(entry.file, `${fileName(entry.file)}:${entry.line}`);
}

function pseudoTested() {
  const found = overview.pseudoTested;
  return found.length > 0 && [
    element('h2', null, 'Pseudo-tested functions'),
    simpleTable(
        `${count(found.length, 'function')} that tests run, and whose whole body can go without a test noticing.`,
        ['Function', 'Place'], found.map((entry) => [element('code', null, entry.function), place(entry)]))
  ];
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
    ['duplicates of others, with the same verdict', overview.counts.duplicates]
  ];
  const tables = [
    countTable('Mutants that are in no figure', reasons),
    countTable('Uses of macros whose operators have no mutants', overview.macros)
  ];
  const accepted = overview.accepted;
  const acceptedTable =
      accepted.length > 0 &&
      simpleTable(
          `${count(accepted.length, 'survivor')} accepted in allele-accepted.yml, in no figure`,
          ['Place', 'Operator', 'Reason', 'Until'],
          accepted.map(
              (entry) =>
                  [place(entry), element('code', null, entry.operator), entry.reason, entry.expires || 'for good']));
  return (tables.some((made) => made !== null) || acceptedTable) &&
      [element('h2', null, 'Left out'), ...tables, acceptedTable];
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
  const causes = countTable('Mutants by what ended them', overview.causes, 'killed');
  const survived = overview.counts.survived;
  const mostIn = (counts) => element('a', {href: '#survivors'}, `Look at ${counts}`);
  main.replaceChildren(
      ...[element('h2', null, 'Overview'), ...notes(), headFigures(), ...verdictBar(),
          survived > 0 && element('p', null, mostIn(count(survived, 'survivor')), ': changes that no test notices.'),
          element('h2', null, 'Files'), ...(overview.files.length > 0 ? filesTable() : ['There are no mutants.']),
          ...(pseudoTested() || []), causes && element('h2', null, 'Causes of kills'), causes, ...(leftOut() || [])]
          .filter(Boolean));
}

function diffLines(data, mutant) {
  if (mutant.original !== undefined)
    return [
      ...mutant.original.split('\n').map((text) => ['-', text]),
      ...mutant.replacement.split('\n').map((text) => ['+', text])
    ];
  data.lines ??= data.source.split(/\r?\n/);
  const [line, column, endLine, endColumn] = mutant.place;
  const lines = data.lines;
  const after = lines[line - 1].slice(0, column - 1) + mutant.replacement + lines[endLine - 1].slice(endColumn - 1);
  const signed = (sign, some) => some.map((text) => [sign, text]);
  return [
    ...signed(' ', lines.slice(Math.max(0, line - 1 - kContext), line - 1)),
    ...signed('-', lines.slice(line - 1, endLine)), ...signed('+', after.split('\n')),
    ...signed(' ', lines.slice(endLine, endLine + kContext))
  ];
}

function diff(data, mutant) {
  const shown = element('pre', {class: 'diff', tabindex: 0, 'aria-label': 'change'});
  const names = {'-': 'del', '+': 'ins', ' ': 'span'};
  const many = {};
  for (const [sign, text] of diffLines(data, mutant)) {
    many[sign] = (many[sign] ?? 0) + 1;
    if (sign === ' ' || many[sign] <= kLongestDiff)
      shown.append(element(names[sign], null, `${sign} ${text}`));
    else if (many[sign] === kLongestDiff + 1)
      shown.append(element(names[sign], null, sign + ' ...'));
  }
  return shown;
}

function whyItSurvives(mutant) {
  const tests = mutant.reachedBy?.length ?? 0;
  if (mutant.status !== 'Survived' || tests === 0) return mutant.reason ?? mutant.status;
  if (mutant.infectedBy === 0)
    return `${count(tests, 'test')} execute it, and it computes what the original does in all of them.`;
  return `${count(tests, 'test')} execute it, it computes another value in ${mutant.infectedBy}, and no test notices.`;
}

function mutantArticle(number, mutant, onClick) {
  return element(
      'article', null,
      element(
          'h3', null, fileLink(number, `${fileName(number)}:${mutant.place[0]}`, onClick),
          element('code', {class: 'operator'}, mutant.operator)),
      diff(fileData(number), mutant), element('p', null, whyItSurvives(mutant)),
      element('p', null, element('code', {class: 'repeat'}, `ALLELE_MUTANT=${mutant.id} ${overview.command}`)));
}

function* survivors(path, operator) {
  for (const number of overview.files.keys())
    if (overview.files[number].survived > 0 && fileName(number).includes(path))
      for (const mutant of fileData(number).mutants)
        if (mutant.status === 'Survived' && (operator === '' || mutant.operator === operator)) yield [number, mutant];
}

async function showSurvivors(path) {
  main.replaceChildren('Reading ...');
  await loaded;
  const list = element('div');
  const more = element('button', {class: 'more', type: 'button', click: () => showMore()}, 'Show more');
  let source;
  const showMore = () => {
    for (let i = 0; i < kSurvivorsAtOnce; ++i) {
      const {value, done} = source.next();
      more.hidden = done;
      if (done) return;
      const [number, mutant] = value;
      list.append(mutantArticle(number, mutant, () => mutantToOpen = mutant.id));
    }
  };
  const update = () => {
    source = survivors(filter.value, operator.value);
    list.replaceChildren();
    showMore();
    if (list.childElementCount === 0)
      list.append(overview.counts.survived === 0 ? 'No mutant survived.' : 'No survivor is so.');
  };
  const filter = element('input', {type: 'search', value: path, input: update});
  const operator = element(
      'select', {change: update}, element('option', {value: ''}, 'all operators'),
      overview.operators.map(([name, number]) => element('option', {value: name}, `${name} (${number})`)));
  main.replaceChildren(
      element('h2', null, count(overview.counts.survived, 'survivor')),
      element(
          'p', null,
          'Each is a change of the source that no test notices. The last line of each runs the ' +
              'tests with the change, in a debugger too.'),
      element(
          'div', {class: 'controls'}, element('label', null, 'In files whose path has ', filter),
          element('label', null, 'by ', operator)),
      list, more);
  update();
}

const kTestChoices = {
  all: ['All tests', () => true],
  nothing: ['Kill nothing', (test) => test.kills === 0],
  redundant: ['Redundant', (test) => test.kills > 0 && test.killsAlone === 0],
  unique: ['Kill what no other kills', (test) => test.killsAlone > 0],
  minimal: ['Minimal set', (test) => test.isInMinimalSet],
  idle: ['Notice no difference', (test) => test.infected === 0]
};

// Without a full matrix only the first test that kills a mutant is known.
function testChoices() {
  return overview.fullMatrix ? Object.keys(kTestChoices) : ['all', 'idle'];
}

function testFigures(tests) {
  const numberOf = (choice) => tests.filter(kTestChoices[choice][1]).length;
  const link = (choice) => element('a', {href: '#tests/' + choice}, String(numberOf(choice)));
  const idle = figure(
      'Notice no difference', link('idle'), `of ${count(tests.length, 'test')}`,
      'In them no mutant computes another value than the original, so they can\'t kill any.');
  if (!overview.fullMatrix) return element('dl', {class: 'figures'}, idle);
  const time = (some) => some.reduce((sum, test) => sum + test.seconds, 0);
  return element(
      'dl', {class: 'figures'},
      figure(
          'Kill nothing', link('nothing'), `of ${count(tests.length, 'test')}`,
          'No mutant fails them, so by these mutants they check nothing.'),
      figure(
          'Redundant', link('redundant'), 'kill only what others kill',
          'Each of them, taken alone, could go without the score falling.'),
      figure(
          'Unique killers', link('unique'), 'kill what no other test kills',
          'Without one of them, mutants would survive.'),
      figure(
          'Minimal set', link('minimal'),
          `${seconds(time(tests.filter((test) => test.isInMinimalSet)))} of ${seconds(time(tests))}`,
          'So few tests kill all that is killed. Chosen greedily: there may be fewer.'),
      idle);
}

function showTests(choice) {
  const inMinimalSet = new Set(overview.minimalSet);
  const tests = overview.tests.map((test, i) => ({...test, isInMinimalSet: inMinimalSet.has(i)}));
  const chosen = testChoices().includes(choice) ? choice : 'all';
  const columns = [
    {title: 'Test', text: true, value: (test) => test.name + (test.flaky ? ' (flaky, left out)' : '')},
    {title: 'Time', value: (test) => test.seconds, cell: (test) => seconds(test.seconds)},
    {title: 'Reaches', value: (test) => test.reached, hint: 'mutants that it executes'},
    {title: 'Infects', value: (test) => test.infected, hint: 'mutants that compute another value in it'}
  ];
  if (overview.fullMatrix)
    columns.push(
        {title: 'Kills', value: (test) => test.kills}, {title: 'Kills alone', value: (test) => test.killsAlone}, {
          title: 'Minimal set',
          value: (test) => Number(test.isInMinimalSet),
          cell: (test) => test.isInMinimalSet ? 'yes' : ''
        });
  else
    columns.push({title: 'Kills first', value: (test) => test.kills});
  const select = element(
      'select', {change: () => location.hash = '#tests/' + select.value},
      testChoices().map((each) => element('option', {value: each, selected: each === chosen}, kTestChoices[each][0])));
  const order = columns.findIndex((column) => column.title.startsWith('Kills'));
  main.replaceChildren(
      ...[element('h2', null, count(tests.length, 'test')),
          overview.complete ? null : element('p', {class: 'note'}, 'The run was stopped: kills are missing.'),
          overview.fullMatrix ?
              null :
              element(
                  'p', {class: 'note'},
                  'The run ended each mutant at the first test that noticed it. Which tests kill nothing, which ' +
                      'are redundant, and how few would do is known only after allele run --full-matrix.'),
          testFigures(tests), element('div', {class: 'controls'}, element('label', null, 'Show ', select)),
          table(
              overview.fullMatrix ?
                  'Mutants by test. Kills alone: no other test kills them.' :
                  'Mutants by test. Kills first: it was the first to notice them; the later ones weren\'t tried.',
              columns, tests.filter(kTestChoices[chosen][1]), order)]
          .filter(Boolean));
}

// What the schema and its component call it.
function schemaMutant(mutant) {
  const [line, column, endLine, endColumn] = mutant.place;
  return {
    id: mutant.id,
    mutatorName: mutant.operator,
    replacement: mutant.replacement,
    location: {start: {line, column}, end: {line: endLine, column: endColumn}},
    status: mutant.status,
    statusReason: mutant.reason,
    duration: mutant.milliseconds,
    coveredBy: mutant.reachedBy?.map(String),
    killedBy: mutant.killers?.map(String)
  };
}

function schemaReport(number, mutants) {
  const data = fileData(number);
  const tests = new Set(mutants.flatMap((mutant) => [...mutant.reachedBy ?? [], ...mutant.killers ?? []]));
  return {
    schemaVersion: '2',
    thresholds: {high: 80, low: 60},
    files: {[fileKey(number)]: {language: data.language, source: data.source, mutants: mutants.map(schemaMutant)}},
    testFiles: {tests: {tests: [...tests].map((test) => ({id: String(test), name: overview.tests[test].name}))}}
  };
}

// Its own ways to other files and views lead nowhere here.
function hideNavigation(app) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('h1, nav, mte-breadcrumb, mte-file-picker, mte-theme-switch { display: none !important; }');
  app.shadowRoot.adoptedStyleSheets = [...app.shadowRoot.adoptedStyleSheets, sheet];
}

let mutantToOpen = null;  // by the link that leads to its file

function openMutant(app, id, tries = 100) {
  const file = app.shadowRoot.querySelector('mte-mutant-view')?.shadowRoot.querySelector('mte-file');
  const mark = file?.shadowRoot.querySelector(`[data-mutant-id="${id}"]`);
  if (mark)
    mark.dispatchEvent(new MouseEvent('click', {bubbles: true, composed: true}));
  else if (tries > 0)
    requestAnimationFrame(() => openMutant(app, id, tries - 1));
}

async function showFile(key) {
  main.replaceChildren('Reading ...');
  await loaded;
  const number = parseInt(key, 10);
  if (!(number in overview.files) || fileKey(number) !== key) {
    location.replace('#');
    return;
  }
  const file = overview.files[number];
  const figures = figuresOf(file);
  const data = fileData(number);
  const placed = data.mutants.filter((mutant) => mutant.original === undefined);
  const others = data.mutants.filter((mutant) => mutant.original !== undefined);
  main.replaceChildren(
      element('h2', null, file.path),
      element(
          'p', null,
          `Score ${percent(figures.score)}, coverage ${percent(figures.coverage)}, oracle gap ${points(figures.gap)}. `,
          file.survived > 0 &&
              element('a', {href: '#survivors/' + encodeURIComponent(file.path)}, count(file.survived, 'survivor'))));
  if (placed.length > 0) {
    const app = document.createElement('mutation-test-report-app');
    app.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    app.report = schemaReport(number, placed);
    main.append(app);
    await app.updateComplete;
    hideNavigation(app);
    if (mutantToOpen !== null) openMutant(app, mutantToOpen);
    mutantToOpen = null;
  }
  if (others.length > 0)
    main.append(
        element(
            'p', {class: 'note'},
            'The source could not be read as it was when this was compiled, so these have no place in it:'),
        ...others.map((mutant) => mutantArticle(number, mutant)));
}

function showNavigation(view) {
  const links = [
    ['', 'Overview'], ['survivors', `Survivors (${overview.counts.survived.toLocaleString('en')})`],
    ['tests', `Tests (${overview.tests.length.toLocaleString('en')})`]
  ];
  document.querySelector('nav').replaceChildren(
      ...links.map(([name, text]) => element('a', {href: '#' + name, 'aria-current': view === name && 'page'}, text)));
}

async function show() {
  const [view, ...rest] = location.hash.slice(1).split('/');
  const detail = decodeURIComponent(rest.join('/'));
  showNavigation(view);
  if (view === 'survivors')
    await showSurvivors(detail);
  else if (view === 'tests')
    showTests(detail);
  else if (view === 'mutant' && detail !== '')
    await showFile(detail);
  else
    showOverview();
  const heading = main.querySelector('h2');
  // The component names the page, too.
  setTimeout(() => document.title = `${heading.textContent} - Mutation report`);
}

document.getElementById('skip').addEventListener('click', () => main.focus());
document.querySelector('footer').append(
    element(
        'p', null, `Allele ${overview.version}, run of ${overview.startedAt}: `,
        element('code', null, overview.command), ' in ', element('code', null, overview.workingDirectory),
        overview.framework && `; tests of ${overview.framework}`),
    element('p', null, 'Files are shown by mutation-testing-elements 3.9.0, licence Apache-2.0.'));
window.addEventListener('hashchange', async () => {
  await show();
  window.scrollTo(0, 0);
  main.focus({preventScroll: true});
});
show();
