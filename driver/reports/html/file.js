// A file, shown by mutation-test-report-app.
// The component looks at every mutant for every character of the source: so many such steps take it some seconds.
const kMostSteps = 1e9;
const kWorthALook = ['Survived', 'NoCoverage', 'RuntimeError', 'Pending'];

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

// What of the component leads to other files or says again what stands above it.
function hide(root, selector) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(selector + ' { display: none !important; }');
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

let mutantToOpen = null;  // by the link that leads to its file

// Its mark comes when the component has chosen which verdicts to show.
function openMutant(file, id, tries = 100) {
  const mark = file.shadowRoot.querySelector(`svg[data-mutant-id="${id}"]`);
  if (mark)
    mark.dispatchEvent(new MouseEvent('click', {bubbles: true, composed: true}));
  else if (tries > 0)
    requestAnimationFrame(() => openMutant(file, id, tries - 1));
}

async function showInComponent(number, mutants) {
  const app = document.createElement('mutation-test-report-app');
  app.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  app.report = schemaReport(number, mutants);
  main.append(app);
  await app.updateComplete;
  if (!app.isConnected) return;
  document.title = `${fileName(number)} - Mutation report`;  // it has set another one
  hide(app.shadowRoot, 'h1, nav, mte-breadcrumb, mte-file-picker, mte-theme-switch');
  const view = app.shadowRoot.querySelector('mte-mutant-view');
  await view.updateComplete;
  if (!app.isConnected) return;
  hide(view.shadowRoot, 'mte-metrics-table');
  if (mutantToOpen !== null) openMutant(view.shadowRoot.querySelector('mte-file'), mutantToOpen);
  mutantToOpen = null;
}

function showFile(number) {
  const file = overview.files[number];
  const figures = figuresOf(file);
  const data = fileData(number);
  main.replaceChildren(
      element('h2', null, file.path),
      element(
          'p', null,
          `Score ${percent(figures.score)}, coverage ${percent(figures.coverage)}, oracle gap ${points(figures.gap)}. `,
          file.survived > 0 &&
              element('a', {href: '#survivors/' + encodeURIComponent(file.path)}, count(file.survived, 'survivor'))));
  const placed = data.mutants.filter((mutant) => mutant.original === undefined);
  const isLarge = data.source.length * placed.length > kMostSteps;
  const listed = isLarge ? data.mutants.filter((mutant) => kWorthALook.includes(mutant.status)) :
                           data.mutants.filter((mutant) => mutant.original !== undefined);
  if (listed.length > 0)
    main.append(
        element(
            'p', {class: 'note'},
            isLarge ? 'The file is too large to be shown as a whole. These mutants were not killed:' :
                      'The source is not what was compiled, so these mutants have no place in it:'),
        mutantList(listed.map((mutant) => [number, mutant]).values(), ''));
  if (!isLarge && placed.length > 0) showInComponent(number, placed);
}
