package mailroad.sasl;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.World;
import org.jspecify.annotations.Nullable;

/**
 * One login of one client, from the command to the verdict. Blocks the session's task while the client thinks and while the
 * doorkeeper is asked.
 *
 * @param <A> what an account is known by
 */
public final class Negotiation<A> {
  private static final int NONCE_OCTETS = 18;
  private static final int STEPS_MAX = 10;

  private final World world;
  private final Doorkeeper<A> doorkeeper;
  private final Peer peer;
  private final Lines lines;
  private @Nullable ScramTrial<A> trial;
  private @Nullable A proven;
  private String login = "";

  /** A login that may begin. */
  public Negotiation(World world, Doorkeeper<A> doorkeeper, Peer peer, Lines lines) {
    this.world = world;
    this.doorkeeper = doorkeeper;
    this.peer = peer;
    this.lines = lines;
  }

  /** What came of it. */
  public sealed interface Result<A> {
    /** Somebody is in. */
    record Granted<A>(A account, Mechanism mechanism) implements Result<A> {}

    /** The claim is not true. */
    record Denied<A>(String login) implements Result<A> {}

    /** The client has said {@code *}. */
    record Cancelled<A>() implements Result<A> {}

    /** What the client said is no base64, or not of the mechanism. */
    record Malformed<A>(String why) implements Result<A> {}

    /** A line was longer than allowed, or ended wrongly. */
    record Unreadable<A>() implements Result<A> {}

    /** This mechanism is not on offer. */
    record NotOffered<A>() implements Result<A> {}

    /** Too many wait; this claim was not looked at. */
    record Busy<A>() implements Result<A> {}

    /** A machine that was asked has failed. */
    record Unavailable<A>(UnavailableException cause) implements Result<A> {}
  }

  /** What is on offer to a peer that may log in, the strongest first. */
  public static List<Mechanism> offered(Doorkeeper<?> doorkeeper, Peer peer) {
    Set<Mechanism> known = EnumSet.noneOf(Mechanism.class);
    known.addAll(doorkeeper.mechanisms());
    if (peer.bindings().isEmpty()) {
      known.remove(Mechanism.SCRAM_SHA_256_PLUS);
    }
    if (peer.certificate().isEmpty()) {
      known.remove(Mechanism.EXTERNAL);
    }
    return List.copyOf(known);
  }

  /**
   * Holds the exchange.
   *
   * @param mechanism as the client named it
   * @param initial the response that came with the command; {@code =} is one of no octets (RFC 4954 section 4)
   */
  public Result<A> run(String mechanism, Optional<String> initial)
      throws IOException, InterruptedException {
    List<Mechanism> offered = offered(doorkeeper, peer);
    Optional<Mechanism> chosen = Mechanism.named(mechanism).filter(offered::contains);
    if (chosen.isEmpty()) {
      return new Result.NotOffered<>();
    }
    boolean binding = offered.contains(Mechanism.SCRAM_SHA_256_PLUS);
    try {
      return run(chosen.get(), ServerSide.begin(chosen.get(), peer, nonce(), binding), initial);
    } catch (UnavailableException e) {
      return new Result.Unavailable<>(e);
    }
  }

  private String nonce() {
    byte[] octets = new byte[NONCE_OCTETS];
    world.random().nextBytes(octets);
    return ScramText.base64(octets);
  }

  private Result<A> run(Mechanism mechanism, Step.Ask first, Optional<String> initial)
      throws IOException, InterruptedException, UnavailableException {
    Moved<A> moved =
        initial.isPresent()
            ? answered(first, initial.get().equals("=") ? "" : initial.get())
            : new Moved.On<>(first);
    for (int i = 0; i < STEPS_MAX; i++) {
      switch (moved) {
        case Moved.On<A>(Step step) -> moved = move(mechanism, step);
        case Moved.End<A>(Result<A> result) -> {
          return result;
        }
      }
    }
    throw new IllegalStateException(mechanism + " has no end");
  }

  /** Where the exchange is after a step. */
  private sealed interface Moved<A> {
    record On<A>(Step step) implements Moved<A> {}

    record End<A>(Result<A> result) implements Moved<A> {}
  }

  private Moved<A> move(Mechanism mechanism, Step step)
      throws IOException, InterruptedException, UnavailableException {
    return switch (step) {
      case Step.Ask ask -> {
        Optional<String> line = lines.ask(ScramText.base64(ask.challenge()));
        yield line.isPresent()
            ? answered(ask, line.get())
            : new Moved.End<>(new Result.Unreadable<>());
      }
      case Step.CheckPassword(var name, var password) ->
          end(mechanism, called(name), doorkeeper.password(name, password, peer));
      case Step.FindKeys(var name, var next) -> {
        ScramTrial<A> begun = doorkeeper.scram(called(name), peer);
        trial = begun;
        yield new Moved.On<>(next.apply(begun.keys()));
      }
      case Step.Proof(var right, var next) -> settled(right, next);
      case Step.Done() -> granted(mechanism);
      case Step.CheckToken check -> token(mechanism, check);
      case Step.CheckCertificate(var name) -> certificate(mechanism, name);
      case Step.Refused(var name) -> new Moved.End<>(new Result.Denied<>(name));
      case Step.Malformed(var why) -> new Moved.End<>(new Result.Malformed<>(why));
    };
  }

  private String called(String name) {
    login = name;
    return name;
  }

  private Moved<A> answered(Step.Ask ask, String line) {
    if (line.equals("*")) {
      return new Moved.End<>(new Result.Cancelled<>());
    }
    Optional<byte[]> said = ScramText.octets(line);
    return said.isPresent()
        ? new Moved.On<>(ask.next().apply(said.get()))
        : new Moved.End<>(new Result.Malformed<>("the response is not base64"));
  }

  private Moved<A> settled(boolean right, Step next) {
    if (trial == null) {
      throw new IllegalStateException("a proof without keys");
    }
    return switch (trial.settle(right)) {
      case Verdict.Granted<A>(A account) -> {
        proven = account;
        yield new Moved.On<>(next);
      }
      case Verdict.Busy<A>() -> new Moved.End<>(new Result.Busy<>());
      case Verdict.Denied<A>(), Verdict.BadToken<A>(_) ->
          new Moved.End<>(new Result.Denied<>(login));
    };
  }

  private Moved<A> granted(Mechanism mechanism) {
    if (proven == null) {
      throw new IllegalStateException("done without a proof");
    }
    return new Moved.End<>(new Result.Granted<>(proven, mechanism));
  }

  private Moved<A> token(Mechanism mechanism, Step.CheckToken check)
      throws UnavailableException, InterruptedException {
    login = check.login().orElse("");
    Verdict<A> verdict = doorkeeper.token(check.login(), check.token(), peer);
    return switch (verdict) {
      case Verdict.BadToken<A>(var error) -> new Moved.On<>(check.refused().apply(error));
      case Verdict.Denied<A>() -> new Moved.On<>(check.refused().apply(TokenError.INVALID));
      case Verdict.Granted<A>(_), Verdict.Busy<A>() -> end(mechanism, login, verdict);
    };
  }

  private Moved<A> certificate(Mechanism mechanism, Optional<String> name)
      throws UnavailableException, InterruptedException {
    Optional<X509Certificate> certificate = peer.certificate();
    return certificate.isEmpty()
        ? new Moved.End<>(new Result.NotOffered<>())
        : end(mechanism, name.orElse(""), doorkeeper.certificate(name, certificate.get(), peer));
  }

  private Moved<A> end(Mechanism mechanism, String name, Verdict<A> verdict) {
    return new Moved.End<>(
        switch (verdict) {
          case Verdict.Granted<A>(A account) -> new Result.Granted<>(account, mechanism);
          case Verdict.Denied<A>(), Verdict.BadToken<A>(_) -> new Result.Denied<>(name);
          case Verdict.Busy<A>() -> new Result.Busy<>();
        });
  }
}
