'use client';
import { useEffect } from 'react';
import { useLatest } from '../../hooks/internal/useLatest.js';
import { useDevices } from '../../hooks/media/useDevices.js';

/**
 * Captures by itself once the user has allowed in the browser what was refused. Only at the moment of that change: a
 * system that refuses what the browser allows would otherwise be asked for ever.
 */
export function useRecapture(refused: boolean, capture: () => void): void {
  const camera = useDevices('camera').permission;
  const microphone = useDevices('microphone').permission;
  const allowed = camera === 'granted' && microphone === 'granted';
  const latest = useLatest({ refused, capture });
  useEffect(() => {
    if (allowed && latest.current.refused) latest.current.capture();
  }, [allowed, latest]);
}
