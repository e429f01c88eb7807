package mailroad.lab.topology;

import mailroad.dns.WalkListener;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** What a topology stands on. */
public interface Ground {
  /** The World that a host lives in, as of now. */
  World world(Host host);

  /** What a host has on disk, opened; what it held when it was last open is in it. */
  Store store(Host host) throws StoreException;

  /** Who hears how a host finds names. */
  default WalkListener walks(Host host) {
    return WalkListener.NONE;
  }
}
