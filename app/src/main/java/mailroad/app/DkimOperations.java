package mailroad.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Hint;
import mailroad.app.admin.Operations;
import mailroad.kernel.Domain;
import mailroad.mailauth.dkim.Algorithm;
import mailroad.mailauth.dkim.KeyKeeper;
import mailroad.mailauth.dkim.KeyRing;
import mailroad.mailauth.dkim.PublishedKey;
import mailroad.mailauth.dkim.StoredKey;
import mailroad.store.StoreException;

/** What an administrator does with the keys by which domains sign. Nothing secret of them is shown. */
final class DkimOperations {
  private final KeyRing ring;
  private final KeyKeeper keeper;

  DkimOperations(KeyRing ring, KeyKeeper keeper) {
    this.ring = ring;
    this.keeper = keeper;
  }

  void addTo(Operations operations) {
    operations.add("dkim.keys", this::keys);
    operations.add("dkim.create", this::create);
    operations.add("dkim.records", this::keys);
    operations.add("dkim.rotate", this::rotate);
    operations.add("dkim.check", this::check);
  }

  /**
   * A key.
   *
   * @param name of its record
   * @param record as a line of a zone file
   */
  record KeyView(
      String domain,
      String selector,
      String algorithm,
      int bits,
      String state,
      String created,
      String used,
      String retired,
      String name,
      String record) {}

  /** A key, and how it stands in DNS. */
  record CheckView(KeyView key, String dns, String why) {}

  private Object keys(Arguments arguments) throws StoreException, AdminException {
    return found(arguments).stream().map(DkimOperations::view).toList();
  }

  private List<StoredKey> found(Arguments arguments) throws StoreException, AdminException {
    return arguments.optional("domain").isPresent()
        ? ring.of(arguments.domain("domain"))
        : ring.all();
  }

  private Object create(Arguments arguments) throws StoreException, AdminException {
    Domain domain = arguments.domain("domain");
    if (domain.isLiteral()) {
      throw new AdminException("an address has no keys: " + domain);
    }
    List<Algorithm> algorithms =
        switch (arguments.optional("algorithm").orElse("")) {
          case "" -> List.of(Algorithm.RSA_SHA256, Algorithm.ED25519_SHA256);
          case "rsa" -> List.of(Algorithm.RSA_SHA256);
          case "ed25519" -> List.of(Algorithm.ED25519_SHA256);
          default -> throw new AdminException("the algorithm must be rsa or ed25519");
        };
    refuseAnother(domain, algorithms);
    List<KeyView> made = new ArrayList<>();
    for (Algorithm algorithm : algorithms) {
      StoredKey key = ring.create(domain, algorithm);
      if (arguments.flag("use")) {
        ring.use(key);
      }
      made.add(view(key));
    }
    return made;
  }

  /** One more key by the side of those that sign, or wait to, is nobody's wish: keys are replaced by a rotation. */
  private void refuseAnother(Domain domain, List<Algorithm> algorithms)
      throws StoreException, AdminException {
    List<StoredKey> there =
        ring.of(domain).stream()
            .filter(key -> !key.file() && key.state() != StoredKey.State.RETIRED)
            .filter(key -> algorithms.contains(key.key().algorithm()))
            .toList();
    if (!there.isEmpty()) {
      String keys =
          there.stream()
              .map(key ->
                  "%s (%s, %s)"
                      .formatted(
                          key.key().selector(), key.key().algorithm().keyType(), key.state()))
              .collect(Collectors.joining(", "));
      throw new AdminException(
          "%s has keys: %s; to see their records: %s; to replace them: %s"
              .formatted(
                  domain,
                  keys,
                  Hint.of("dkim records " + domain),
                  Hint.of("dkim rotate " + domain)));
    }
  }

  private Object rotate(Arguments arguments)
      throws StoreException, AdminException, InterruptedException {
    Domain domain = arguments.domain("domain");
    List<String> done = keeper.rotate(domain, arguments.flag("force"));
    if (done.isEmpty()) {
      throw new AdminException(
          "%s has no keys in the store; make some with: %s"
              .formatted(domain, Hint.of("dkim create " + domain)));
    }
    return Map.of("done", done);
  }

  private Object check(Arguments arguments)
      throws StoreException, AdminException, InterruptedException {
    List<CheckView> out = new ArrayList<>();
    for (StoredKey key : found(arguments)) {
      KeyKeeper.Checked checked = keeper.check(key);
      out.add(
          new CheckView(
              view(key),
              checked.standing().name().toLowerCase(java.util.Locale.ROOT),
              checked.why().finding()));
    }
    return out;
  }

  private static KeyView view(StoredKey key) {
    PublishedKey record = PublishedKey.of(key.key());
    return new KeyView(
        key.key().domain().name(),
        key.key().selector(),
        key.key().algorithm().keyType(),
        key.key().bits(),
        key.file() ? "in use, from a file" : key.state().toString(),
        key.file() ? "" : key.created().toString(),
        moment(key.used()),
        moment(key.retired()),
        record.name(),
        record.toString());
  }

  private static String moment(Optional<java.time.Instant> at) {
    return at.map(Object::toString).orElse("");
  }
}
