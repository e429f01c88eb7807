package mailroad.lab.sim;

/**
 * The simulation cannot go on, or its program broke the World's rules: tasks that wait for each other,
 * that never let time pass, or that wait for something outside the World.
 */
public final class SimulationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SimulationFailure(String message) {
    super(message);
  }

  SimulationFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
