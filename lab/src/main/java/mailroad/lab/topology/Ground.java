package mailroad.lab.topology;

import java.util.Optional;
import mailroad.app.NodeConfig;
import mailroad.dns.WalkListener;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.ServerKeys;

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

  /** The certificate and key of a mail server; empty for no TLS. */
  default Optional<ServerKeys> keys(Host host) {
    return Optional.empty();
  }

  /** The configuration of a mail server, changed where this ground wants it otherwise. */
  default NodeConfig config(Host host, NodeConfig usual) {
    return usual;
  }
}
