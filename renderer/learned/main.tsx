import { createRoot } from 'react-dom/client';
import { LearnedWindow } from './LearnedWindow';

createRoot(document.getElementById('root')!).render(<LearnedWindow />);
