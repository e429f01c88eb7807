package mailroad.lab.sim;

/** Why a task that waited goes on. */
enum Woken {
  /** What it waited for may have come. */
  CALLED,
  /** Its time is over. */
  TIMED_OUT,
  /** It was cancelled. */
  CANCELLED
}
