export const H = { rateL: 0.5, epsL: 0.01, rateN: 0.1, epsN: 0.01, gain: 3, spread: 0.125, norm: "", tf: "raw", rateS: 0.05, unknown: false, edge: true, gram: 4, hard: 0, near: 0, rowNorm: 1 };
