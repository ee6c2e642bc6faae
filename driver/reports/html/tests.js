// What each test is good for.
const kTestChoices = {
  all: ['All tests', () => true],
  nothing: ['Kill nothing', (test) => test.kills === 0],
  redundant: ['Redundant', (test) => test.kills > 0 && test.killsAlone === 0],
  unique: ['Kill what no other kills', (test) => test.killsAlone > 0],
  minimal: ['Minimal set', (test) => test.isInMinimalSet],
  idle: ['Notice no difference', (test) => test.infected === 0]
};

// Without a full matrix only the first test that kills a mutant is known.
const allKillsKnown = overview.fullMatrix || overview.tests.length === 1;

function testChoices() {
  return allKillsKnown ? Object.keys(kTestChoices) : ['all', 'idle'];
}

function testFigures(tests) {
  const numberOf = (choice) => tests.filter(kTestChoices[choice][1]).length;
  const link = (choice) => element('a', {href: '#tests/' + choice}, String(numberOf(choice)));
  const idle = figure(
      'Notice no difference', link('idle'), `of ${count(tests.length, 'test')}`,
      'In them no mutant computes another value than the original, so they can\'t kill any.');
  if (!allKillsKnown) return element('dl', {class: 'figures'}, idle);
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
  if (allKillsKnown)
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
          allKillsKnown ?
              null :
              element(
                  'p', {class: 'note'},
                  'The run ended each mutant at the first test that noticed it. Which tests kill nothing, which ' +
                      'are redundant, and how few would do is known only after allele run --full-matrix.'),
          testFigures(tests), element('div', {class: 'controls'}, element('label', null, 'Show ', select)),
          table(
              allKillsKnown ?
                  'Mutants by test. Kills alone: no other test kills them.' :
                  'Mutants by test. Kills first: it was the first to notice them; the later ones weren\'t tried.',
              columns, tests.filter(kTestChoices[chosen][1]), order)]
          .filter(Boolean));
}
