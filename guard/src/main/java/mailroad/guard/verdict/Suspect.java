package mailroad.guard.verdict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import mailroad.guard.text.MessageTexts;
import mailroad.mailauth.Authentication;
import mailroad.mime.MimeLimits;
import mailroad.mime.Structure;
import mailroad.mta.gate.Arriving;
import org.jspecify.annotations.Nullable;

/** A message that filters look at. Any number of tasks may use it. */
public final class Suspect {
  private final Arriving arriving;
  private final Direction direction;
  private final Optional<Authentication> authentication;
  private volatile @Nullable Structure structure;
  private volatile @Nullable Told told;

  /** Its texts, as far as they were read. */
  private record Told(int octetsMax, int linksMax, MessageTexts texts) {}

  /** Which way a message goes. */
  public enum Direction {
    /** From others to us. */
    INCOMING,
    /** From our users and machines. */
    SUBMITTED
  }

  /**
   * A message whose parts are found when they are first asked for.
   *
   * @param arriving its client, envelope and content
   * @param direction which way it goes
   * @param authentication what vouches for it; empty for what begins its way here
   */
  public Suspect(Arriving arriving, Direction direction, Optional<Authentication> authentication) {
    this.arriving = arriving;
    this.direction = direction;
    this.authentication = authentication;
  }

  /** A message whose parts are known. */
  public Suspect(
      Arriving arriving,
      Direction direction,
      Optional<Authentication> authentication,
      Structure structure) {
    this(arriving, direction, authentication);
    this.structure = structure;
  }

  /** Its client, envelope and content. */
  public Arriving arriving() {
    return arriving;
  }

  /** Which way it goes. */
  public Direction direction() {
    return direction;
  }

  /** What vouches for it; empty for what begins its way here. */
  public Optional<Authentication> authentication() {
    return authentication;
  }

  /**
   * Its texts; decoded once where all who ask want as much of them. Blocks at first.
   *
   * @param octetsMax octets that are read, encoded ones
   * @param linksMax links that are kept of each text, at least
   * @throws IOException if the machine fails
   */
  public MessageTexts texts(int octetsMax, int linksMax) throws IOException {
    Told known = told;
    if (known == null || known.octetsMax() != octetsMax || known.linksMax() < linksMax) {
      known =
          new Told(
              octetsMax,
              linksMax,
              MessageTexts.of(arriving.content(), structure(), octetsMax, linksMax));
      told = known;
    }
    return known.texts();
  }

  /**
   * Its parts. Blocks at first.
   *
   * @throws UncheckedIOException if the machine fails
   */
  public Structure structure() {
    Structure known = structure;
    if (known == null) {
      try {
        known = Structure.read(arriving.content(), MimeLimits.DEFAULT);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      structure = known;
    }
    return known;
  }
}
