import { createRoot } from 'react-dom/client';
import { PanelWindow } from './PanelWindow';

createRoot(document.getElementById('root')!).render(<PanelWindow />);
