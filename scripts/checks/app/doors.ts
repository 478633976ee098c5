// Every door and every style sheet that package.json names has types.
export * as react from 'hummer-react';
export * as core from 'hummer-react/core';
export * as testing from 'hummer-react/testing';
export * as testingReact from 'hummer-react/testing/react';
export { en } from 'hummer-react/locales/en';
export { zh } from 'hummer-react/locales/zh';
import 'hummer-react/styles/tokens.css';
