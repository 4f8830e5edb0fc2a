import { createRoot } from 'react-dom/client';
import { SettingsWindow } from './SettingsWindow';

createRoot(document.getElementById('root')!).render(<SettingsWindow />);
