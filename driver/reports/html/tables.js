// Tables and figures.
const kRowsAtOnce = 200;

// columns: title; hint or nothing; value(row), by which it is sorted; cell(row), value where there is none; text: not a
// number. The first column is the row's header.
function table(caption, columns, rows, sortedBy) {
  const body = element('tbody');
  const more = element('button', {class: 'more', type: 'button', click: () => show(shown + kRowsAtOnce)});
  let shown = 0;
  let descending = !columns[sortedBy].text;
  const show = (to) => {
    for (const row of rows.slice(shown, to))
      body.append(element('tr', null, columns.map((column, i) => {
        const attributes = {class: column.text ? 'name' : 'number', scope: i === 0 && 'row'};
        return element(
            i === 0 ? 'th' : 'td', attributes, column.cell ? column.cell(row) : column.value(row).toLocaleString('en'));
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

// [name, count] for each. Null when there is nothing.
function countTable(caption, entries, style = '') {
  const known = entries.filter(([, number]) => number > 0).sort((a, b) => b[1] - a[1]);
  if (known.length === 0) return null;
  const rows = known.map(([name, number]) => {
    const amount = element('span', {class: 'amount ' + style});
    amount.style.width = 12 * number / known[0][1] + 'rem';
    return element(
        'tr', null, element('th', {class: 'name', scope: 'row'}, name),
        element('td', {class: 'number'}, number.toLocaleString('en')), element('td', null, amount));
  });
  return element(
      'div', {class: 'scroll'},
      element('table', null, element('caption', null, caption), element('tbody', null, rows)));
}

function figure(name, value, part, meaning) {
  return element(
      'div', {class: 'figure'}, element('dt', null, name), element('dd', {class: 'value'}, value),
      element('dd', null, part), element('dd', {class: 'meaning'}, meaning));
}
