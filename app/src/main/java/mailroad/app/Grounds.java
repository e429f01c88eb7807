package mailroad.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.app.config.Positions;
import mailroad.app.config.Secrecy;
import mailroad.dns.ForwardingResolver;
import mailroad.dns.IterativeResolver;
import mailroad.dns.Resolver;
import mailroad.dns.RootHint;
import mailroad.dns.SystemServers;
import mailroad.kernel.Domain;
import mailroad.kernel.World;
import mailroad.mailauth.dkim.KeyException;
import mailroad.mailauth.dkim.KeyMaterial;
import mailroad.mailauth.dkim.SigningConfig;
import mailroad.mailauth.dkim.SigningKey;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mta.routing.ConfigLines;
import mailroad.sasl.TokenCheck;
import mailroad.sasl.oauth.IntrospectionCheck;
import mailroad.sasl.oauth.JwtCheck;
import mailroad.sasl.oauth.KeysThenIssuer;
import mailroad.sasl.oauth.OAuthConfig;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.memory.MemoryStore;
import mailroad.store.postgres.PostgresStore;
import mailroad.store.rocksdb.RocksStore;
import mailroad.wire.ClientTrust;
import mailroad.wire.ServerKeys;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Makes what a node stands on out of its configuration: store, resolver, keys. Reads files. */
final class Grounds {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final int DNS_PORT = 53;
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private Grounds() {}

  static Node open(World world, NodeConfig config, Path file) throws IOException {
    if (Secrecy.hasSecrets(config)) {
      requireSecret(file);
    }
    Optional<ServerKeys> keys = keys(config.tls(), file);
    Resolver resolver = resolver(world, config.dns());
    ClientTrust trust = trust(config.tls(), file);
    Optional<TokenCheck> tokens = tokens(world, config.oauth(), file, resolver, trust);
    try {
      Store store = store(world, config, file);
      if (resolver instanceof IterativeResolver iterative) {
        iterative.remember(new StoredAnchors(store));
      }
      return new Node(
          config,
          new Node.Ground(
              world,
              store,
              resolver,
              addresses(config),
              keys,
              trust,
              lines(file),
              tokens,
              new TokenFiles(file),
              indexFiles(config, file),
              suffixes(config, file),
              signingKeys(config, file)));
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<SigningKey> signingKeys(NodeConfig config, Path file) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    for (SigningConfig.KeyFile one : config.mailauth().dkim().sign().keyFiles()) {
      Path key = NodeConfig.beside(file, one.file());
      requireSecret(key);
      try {
        keys.add(KeyMaterial.read(new Domain(one.domain()), one.selector(), Files.readString(key)));
      } catch (KeyException e) {
        throw new IOException("%s cannot be used: %s".formatted(key, e.getMessage()), e);
      }
    }
    return keys;
  }

  private static Optional<TokenCheck> tokens(
      World world, OAuthConfig config, Path file, Resolver resolver, ClientTrust trust)
      throws IOException {
    Optional<JwtCheck> keys =
        config.hasKeys()
            ? Optional.of(
                new JwtCheck(
                    world, config, JwksFile.open(NodeConfig.beside(file, config.jwksFile()))))
            : Optional.empty();
    if (!config.introspection().isOn()) {
      return keys.map(check -> check);
    }
    TokenCheck issuer =
        new IntrospectionCheck(
            world,
            config,
            IntrospectionEndpoint.open(world, config.introspection(), file, resolver, trust));
    return Optional.of(
        keys.<TokenCheck>map(check -> new KeysThenIssuer(check, issuer)).orElse(issuer));
  }

  private static ConfigLines lines(Path file) throws IOException {
    return Files.exists(file) ? Positions.of(file)::cite : ConfigLines.NONE;
  }

  private static Store store(World world, NodeConfig config, Path file)
      throws IOException, StoreException {
    return switch (config.store().engine()) {
      case ROCKSDB -> {
        Path folder = config.dataFolder(file);
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        yield RocksStore.open(world, folder, config.store().rocksdb());
      }
      case POSTGRES -> PostgresStore.open(world, config.store().postgres());
      case MEMORY -> new MemoryStore(world);
    };
  }

  /** Beside what the store keeps, and derived from it: where that is in memory, so is this. */
  private static SuffixList.Source suffixes(NodeConfig config, Path file) {
    String list = config.mailauth().suffixList();
    return list.isEmpty()
        ? SuffixList.BUNDLED
        : () -> Files.newInputStream(NodeConfig.beside(file, list));
  }

  private static Directory indexFiles(NodeConfig config, Path file) throws IOException {
    if (config.store().engine() == StoreConfig.Engine.MEMORY || !config.fullText().enabled()) {
      return new ByteBuffersDirectory();
    }
    Path folder = config.dataFolder(file).resolve("search");
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return FSDirectory.open(folder);
  }

  static Resolver resolver(World world, DnsConfig config) throws IOException {
    return switch (config.mode()) {
      case FORWARDING -> new ForwardingResolver(world, config.resolver(), servers(config));
      case ITERATIVE ->
          new IterativeResolver(
              world,
              config.resolver(),
              config.rootHints().isEmpty() ? RootHint.INTERNET : RootHint.of(config.rootHints()));
    };
  }

  private static List<InetSocketAddress> servers(DnsConfig config) throws IOException {
    if (!config.servers().isEmpty()) {
      return Addresses.all(config.servers(), DNS_PORT);
    }
    return SystemServers.parse(Files.exists(RESOLV_CONF) ? Files.readString(RESOLV_CONF) : "");
  }

  /** Where the node can be reached: what it listens on, or all of the machine's own addresses. */
  private static Set<InetAddress> addresses(NodeConfig config) throws IOException {
    Set<InetAddress> out = new LinkedHashSet<>();
    for (InetSocketAddress at : Addresses.all(config.listen().smtp(), 0)) {
      if (at.getAddress().isAnyLocalAddress()) {
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .forEach(out::add);
      } else {
        out.add(at.getAddress());
      }
    }
    return out;
  }

  private static ClientTrust trust(TlsConfig config, Path file) throws IOException {
    if (config.trust().isEmpty()) {
      return ClientTrust.system();
    }
    try {
      return ClientTrust.givenPem(Files.readString(NodeConfig.beside(file, config.trust())));
    } catch (GeneralSecurityException e) {
      throw new IOException("tls.trust cannot be used: " + e.getMessage(), e);
    }
  }

  /** A19: what others can read is no secret any more; say so instead of using it. */
  static void requireSecret(Path key) throws IOException {
    Set<PosixFilePermission> open = Files.getPosixFilePermissions(key);
    if (OTHERS.stream().anyMatch(open::contains)) {
      throw new IOException(
          "%s can be read by others than its owner; change that with: chmod 600 %s"
              .formatted(key, key));
    }
  }

  private static Optional<ServerKeys> keys(TlsConfig config, Path file) throws IOException {
    if (!config.isOn()) {
      return Optional.empty();
    }
    Path key = NodeConfig.beside(file, config.key());
    requireSecret(key);
    try {
      ServerKeys keys =
          ServerKeys.ofPem(
              Files.readString(NodeConfig.beside(file, config.certificate())),
              Files.readString(key));
      if (!config.clientAuthorities().isEmpty()) {
        keys.trustClients(
            ClientTrust.givenPem(
                Files.readString(NodeConfig.beside(file, config.clientAuthorities()))));
      }
      return Optional.of(keys);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "tls.certificate, tls.key or tls.client-authorities cannot be used: " + e.getMessage(),
          e);
    }
  }
}
