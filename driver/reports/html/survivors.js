// Survivors with their diffs.
const kMutantsAtOnce = 50;
const kLongestDiff = 12;  // lines of one sign
const kContext = 2;       // lines around a change

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
  const shown = element('pre', {class: 'diff', role: 'group', tabindex: 0, 'aria-label': 'change'});
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
  const difference = mutant.infectedBy === 0 ? 'computes what the original does in all of them' :
                                               `computes another value in ${mutant.infectedBy}, and no test notices`;
  return `Executed by ${count(tests, 'test')}; it ${difference}.`;
}

function mutantArticle(number, mutant, onClick) {
  return element(
      'article', null,
      element(
          'h3', null, fileLink(number, `${fileName(number)}:${mutant.place[0]}`, onClick),
          element('code', {class: 'operator'}, mutant.operator)),
      diff(fileData(number), mutant), element('p', null, whyItSurvives(mutant)),
      element(
          'p', null,
          element('code', {class: 'repeat'}, mutant.repeat ?? `ALLELE_MUTANT=${mutant.id} ${overview.command}`)));
}

// `mutants`: iterates over [number of file, mutant].
function mutantList(mutants, nothing) {
  const list = element('div');
  const more = element('button', {class: 'more', type: 'button', click: () => showMore()}, 'Show more');
  const showMore = () => {
    for (let i = 0; i < kMutantsAtOnce; ++i) {
      const {value, done} = mutants.next();
      more.hidden = done;
      if (done) break;
      const [number, mutant] = value;
      list.append(mutantArticle(number, mutant, () => mutantToOpen = mutant.id));
    }
  };
  showMore();
  if (list.childElementCount === 0) list.append(nothing);
  return element('div', null, list, more);
}

function* survivors(path, operator) {
  for (const number of overview.files.keys())
    if (overview.files[number].survived > 0 && fileName(number).includes(path))
      for (const mutant of fileData(number).mutants)
        if (mutant.status === 'Survived' && (operator === '' || mutant.operator === operator)) yield [number, mutant];
}

function showSurvivors(path) {
  const update = () =>
      list.replaceChildren(mutantList(survivors(filter.value, operator.value), 'There is no survivor like that.'));
  const list = element('div');
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
      list);
  update();
}
