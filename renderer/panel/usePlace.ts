import { useState, type PointerEvent } from 'react';

interface Place {
  place: 'above' | 'below';
  /** For the element around the list: they tell whether the pointer is in it. */
  onPointerOver: (event: PointerEvent) => void;
  onPointerLeave: () => void;
}

/**
 * Where something that arrives late may stand: above the list of cards, or below it as long as the pointer is in
 * the list, because a card that moves under the pointer gets clicked by mistake. `key` names what arrived.
 */
export function usePlace(key: string | null): Place {
  const [inside, setInside] = useState(false);
  const [arrived, setArrived] = useState({ key, below: false });
  const below = arrived.key === key ? arrived.below && inside : key !== null && inside;
  if (arrived.key !== key || arrived.below !== below) setArrived({ key, below });
  return {
    place: below ? 'below' : 'above',
    onPointerOver: (event) => setInside(event.target instanceof Element && event.target.closest('.cards') !== null),
    onPointerLeave: () => setInside(false),
  };
}
