package mailroad.lab.sim;

/**
 * Thrown by every call to a World whose machine has crashed, so that its tasks end where they stand.
 * An {@link Error}, so that no code that handles failures takes it for one.
 */
public final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed(String machine) {
    super(machine + " has crashed", null, false, false);
  }
}
