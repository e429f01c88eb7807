package mailroad.lab.sim;

import org.jspecify.annotations.Nullable;

/** One who can hold the baton: a task, or the thread that drives the simulation. */
class Party {
  /** The thread to wake when the baton comes; null while there is none. */
  volatile @Nullable Thread thread;
}
