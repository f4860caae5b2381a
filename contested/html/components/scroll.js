const shown = new WeakMap();

export default function ({ data, parentElement }) {
  if (shown.get(parentElement) === data.what) return;
  shown.set(parentElement, data.what);
  parentElement.querySelector('span').textContent = data.said;
  const host = parentElement.host ?? parentElement;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  // What follows is drawn a moment later.
  // Beside a chart it is in sight already, and nothing moves.
  const block = data.beside && innerWidth > 640 ? 'nearest' : 'center';
  setTimeout(() => host.scrollIntoView({ block, behavior: still ? 'auto' : 'smooth' }), 150);
}
