// Which view is shown: location.hash says it.
//
//   (nothing)          figures, files, and what is in no figure
//   #survivors/TEXT    survivors in files whose path has TEXT
//   #tests/CHOICE      what each test is good for; CHOICE as in kTestChoices
//   #mutant/N-NAME     a file, shown by mutation-test-report-app, which takes its place from the same hash
function showNavigation(view) {
  const links = [
    ['', 'Overview'], ['survivors', `Survivors (${overview.counts.survived.toLocaleString('en')})`],
    ['tests', `Tests (${overview.tests.length.toLocaleString('en')})`]
  ];
  document.querySelector('nav').replaceChildren(
      ...links.map(([name, text]) => element('a', {href: '#' + name, 'aria-current': view === name && 'page'}, text)));
}

// The files' data stand behind this script.
const loaded = new Promise((done) => document.addEventListener('DOMContentLoaded', done));

// Somebody may have written the address by hand.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function showOtherThanOverview(view, detail) {
  const number = parseInt(detail, 10);
  if (view === 'survivors')
    showSurvivors(detail);
  else if (view === 'tests')
    showTests(detail);
  else if (view === 'mutant' && number in overview.files && detail === fileKey(number))
    showFile(number);
  else
    location.replace('#');
}

async function show() {
  const hash = location.hash;
  const [view, ...rest] = hash.slice(1).split('/');
  showNavigation(view);
  if (view === '') {
    showOverview();
  } else {
    main.replaceChildren('Reading ...');
    await loaded;
    if (location.hash !== hash) return;
    showOtherThanOverview(view, decoded(rest.join('/')));
  }
  document.title = `${main.querySelector('h2')?.textContent} - Mutation report`;
  window.scrollTo(0, 0);
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
  main.focus({preventScroll: true});
});
show();
