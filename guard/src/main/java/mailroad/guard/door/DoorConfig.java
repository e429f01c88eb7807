package mailroad.guard.door;

/**
 * Who may come in.
 *
 * @param enabled whether strangers are looked at at all
 * @param firstLook the first look at a stranger
 */
public record DoorConfig(boolean enabled, FirstLookConfig firstLook) {
  /** For a server on the internet. */
  public static final DoorConfig DEFAULT = new DoorConfig(true, FirstLookConfig.DEFAULT);
}
