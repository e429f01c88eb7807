package mailroad.lab.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.app.NodeConfig;
import mailroad.dns.WalkListener;
import mailroad.kernel.World;
import mailroad.lab.topology.Ground;
import mailroad.lab.topology.Host;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.rocksdb.RocksStore;
import mailroad.store.rocksdb.RocksStoreConfig;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;

/** The real World, with a folder for each host's store, gone at the end. */
final class RealGround implements Ground, AutoCloseable {
  private static final Duration VALIDITY = Duration.ofDays(1);

  private final World world;
  private final Teller teller;
  private final Path folder;
  private final SelfSigned pair;

  RealGround(World world, Teller teller, List<String> names) throws IOException {
    this.world = world;
    this.teller = teller;
    folder = Files.createTempDirectory("mailroad-demo");
    pair = SelfSigned.make(world, names, VALIDITY);
    Files.writeString(certificate(), pair.certificate());
  }

  /** The certificate of all hosts. */
  Path certificate() {
    return folder.resolve("certificate.pem");
  }

  @Override
  public World world(Host host) {
    return world;
  }

  @Override
  public Store store(Host host) throws StoreException {
    return RocksStore.open(world, folder.resolve(host.name()), RocksStoreConfig.DEFAULT);
  }

  @Override
  public Optional<ServerKeys> keys(Host host) {
    try {
      return Optional.of(ServerKeys.ofPem(pair.certificate(), pair.key()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a pair made here cannot be used", e);
    }
  }

  @Override
  public NodeConfig config(Host host, NodeConfig usual) {
    return Impatience.of(usual);
  }

  @Override
  public WalkListener walks(Host host) {
    return step -> teller.dns(host.name(), step);
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException | UncheckedIOException e) {
      teller.text("(left behind: " + folder + ")");
    }
  }
}
