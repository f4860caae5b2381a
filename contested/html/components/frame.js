// On a narrow screen the sidebar lies over the page: it closes once a page was chosen in it.
const NARROW = '(max-width: 768px)';

const close = event => {
  if (!matchMedia(NARROW).matches) return;
  if (!event.target.closest?.('[data-testid="stSidebar"] a[href]')) return;
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
};

// A chart is a figure with a name and has a link for each mark: its parts, which Plotly draws as
// images without names, are not read aloud. The style of charts begins this animation.
const silence = event => {
  if (event.animationName === 'drawn-by-plotly') event.target.setAttribute('aria-hidden', 'true');
};

export default function () {
  document.addEventListener('click', close);
  document.addEventListener('animationstart', silence);
  for (const part of document.querySelectorAll('.js-plotly-plot .main-svg')) {
    part.setAttribute('aria-hidden', 'true');
  }
  return () => {
    document.removeEventListener('click', close);
    document.removeEventListener('animationstart', silence);
  };
}
