// Asks the API while a reader types. The list is a combobox's: arrows move, Enter opens, Escape
// closes. Whatever comes from outside is put in as text, never as HTML.
const KINDS = [['claims', 'Claims'], ['quantities', 'Quantities'], ['sources', 'Sources'],
  ['articles', 'Articles']];
const WAIT = 150;

const named = {
  claims: row => [row.line, row.quantity],
  quantities: row => [row.name, row.line],
  sources: row => [row.name, row.line],
  articles: row => [row.title ?? row.publisher, `${row.publisher} · ${row.line}`],
};

const element = (name, attributes, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};

export default function ({ data, parentElement }) {
  const form = parentElement.querySelector('form');
  const [input, list, status] = ['input', 'ul', 'p'].map(name => form.querySelector(name));
  if (form.dataset.ready) return;
  form.dataset.ready = 'true';
  input.value = data?.text ?? '';
  const address = path => new URL(path, document.baseURI).href;
  const check = () => address(`./check?q=${encodeURIComponent(input.value.trim())}`);
  let asked, timer, at = -1, options = [];

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = place => {
    at = place;
    options.forEach((one, i) => one.setAttribute('aria-selected', String(i === at)));
    const one = options[at];
    if (!one) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', one.id);
    one.scrollIntoView({ block: 'nearest' });
  };
  const option = (href, first, second) => {
    const one = element('li', { id: `found-${options.length}` }, first);
    one.setAttribute('role', 'option');
    one.setAttribute('aria-selected', 'false');
    if (second) one.append(element('small', {}, second));
    one.dir = 'auto';
    one.dataset.href = href;
    options.push(one);
    return one;
  };
  const show = found => {
    options = [];
    list.replaceChildren();
    // Without a number what can be compared says more than one claim of it.
    const kinds = found.numbers.length ? KINDS : [KINDS[1], KINDS[0], ...KINDS.slice(2)];
    for (const [kind, label] of kinds) {
      if (!found[kind].length) continue;
      const heading = element('li', {}, label);
      heading.setAttribute('role', 'presentation');
      list.append(heading,
        ...found[kind].map(row => option(address(row.address), ...named[kind](row))));
    }
    const number = options.length;
    list.append(option(check(), `Everything recorded of “${input.value.trim()}”`));
    list.hidden = false;
    mark(-1);
    input.setAttribute('aria-expanded', 'true');
    status.textContent = number ? `${number} found` : 'Nothing found';
  };
  const ask = async () => {
    asked?.abort();
    const text = input.value.trim();
    if (!text) return close();
    asked = new AbortController();
    try {
      const query = `q=${encodeURIComponent(text)}&limit=4`;
      const answer = await fetch(address(`./api/search.json?${query}`), { signal: asked.signal });
      if (answer.ok && input.value.trim() === text) show(await answer.json());
    } catch (error) {
      if (error.name !== 'AbortError') close();
    }
  };

  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  input.onkeydown = event => {
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return ask();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      // One place lies between the last and the first: the input itself.
      const places = options.length + 1;
      mark((at + 1 + step + places) % places - 1);
    } else if (event.key === 'Enter' && open && options[at]) {
      event.preventDefault();
      location.assign(options[at].dataset.href);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      close();
    } else if (event.key === 'Tab') close();
    // The page's own shortcuts are not meant while one types.
    event.stopPropagation();
  };
  form.onsubmit = event => {
    event.preventDefault();
    if (input.value.trim()) location.assign(check());
  };
  list.onmousedown = event => event.preventDefault();
  list.onclick = event => {
    const one = event.target.closest('[role=option]');
    if (one) location.assign(one.dataset.href);
  };
  input.onblur = () => setTimeout(close, 0);
  return () => {
    clearTimeout(timer);
    asked?.abort();
  };
}
