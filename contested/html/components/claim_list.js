// A link for each mark, for whoever has no pointer: it opens the claim without a new page.
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.querySelector('summary').textContent = data.heading;
  const list = parentElement.querySelector('ol');
  const items = data.claims.map(({ id, text, address }) => {
    const link = Object.assign(document.createElement('a'), { href: address, textContent: text });
    if (id === data.open) link.setAttribute('aria-current', 'true');
    link.onclick = event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      setTriggerValue('open', id);
    };
    const item = document.createElement('li');
    item.append(link);
    return item;
  });
  list.replaceChildren(...items);
}
