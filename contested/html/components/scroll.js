const shown = new WeakMap();

export default function ({ data, parentElement }) {
  if (shown.get(parentElement) === data.what) return;
  shown.set(parentElement, data.what);
  parentElement.querySelector('span').textContent = data.said;
  const host = parentElement.host ?? parentElement;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  // What follows is drawn a moment later.
  setTimeout(() => host.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' }),
    150);
}
