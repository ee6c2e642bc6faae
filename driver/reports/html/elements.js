// What all views use: the data, pieces of text, elements.
'use strict';

const overview = JSON.parse(document.getElementById('overview').textContent);
const main = document.querySelector('main');

// By number, for those that were looked at.
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
// Its end tells the component how to colour the source: of what it knows, C# is the nearest to C and C++.
function fileKey(number) {
  const name = number + '-' + fileName(number).split(/[/\\]/).pop();
  return name.endsWith('.rs') ? name : name + '.cs';
}

function fileLink(number, text, onClick = () => {}) {
  return element('a', {href: '#mutant/' + encodeURIComponent(fileKey(number)), click: onClick}, text);
}
