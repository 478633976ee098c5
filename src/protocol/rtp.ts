import type { types } from 'mediasoup-client';

/** The WebRTC vocabulary of the media wire, under mediasoup's names, so that lanes without npm can speak it. */
export type MediaKind = types.MediaKind;
export type RtpCapabilities = types.RtpCapabilities;
export type RtpParameters = types.RtpParameters;
export type IceParameters = types.IceParameters;
export type IceCandidate = types.IceCandidate;
export type DtlsParameters = types.DtlsParameters;
export type SctpParameters = types.SctpParameters;
export type SctpCapabilities = types.SctpCapabilities;
export type SctpStreamParameters = types.SctpStreamParameters;
