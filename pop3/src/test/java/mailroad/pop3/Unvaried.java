package mailroad.pop3;

import java.util.random.RandomGenerator;
import mailroad.kernel.DelegatingWorld;
import mailroad.kernel.World;

/** A World whose random octets are all {@code A}: nonces and salts can be written down. */
final class Unvaried extends DelegatingWorld {
  Unvaried(World world) {
    super(world);
  }

  @Override
  public RandomGenerator random() {
    return () -> 0x4141414141414141L;
  }
}
