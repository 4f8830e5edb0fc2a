/** Outside of Electron its module is a path to a binary; what is tested here needs nothing of it. */
export const app = undefined;
export const ipcMain = undefined;
export const shell = undefined;
export default {};
