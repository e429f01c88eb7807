package mailroad.guard.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.verdict.FilterException;

/**
 * What this server and a milter agreed on: the lower version, the changes the milter may ask for, and the steps it
 * wants to hear of and will answer.
 *
 * @param version of the protocol, 2 to 6
 * @param actions changes ({@code SMFIF_...})
 * @param protocol steps ({@code SMFIP_...})
 * @param macros the names of those that the milter wants at a step, by its number; a step that is missing gets the
 *     usual ones
 */
record MilterTerms(int version, int actions, int protocol, Map<Integer, List<String>> macros) {
  private static final int VERSION_MIN = 2;

  /** That of Sendmail 8.14 and later. */
  static final int VERSION = 6;

  /** All nine kinds of changes. */
  static final int ACTIONS = 0x1ff;

  /** All steps that may be left out or unanswered, but none of refused recipients, whom nobody keeps. */
  static final int PROTOCOL = 0x1fffff & ~0x800;

  static final int ADD_FIELDS = 0x1;
  static final int CHANGE_BODY = 0x2;
  static final int ADD_RECIPIENTS = 0x4;
  static final int REMOVE_RECIPIENTS = 0x8;
  static final int CHANGE_FIELDS = 0x10;
  static final int QUARANTINE = 0x20;
  static final int CHANGE_SENDER = 0x40;
  static final int ADD_RECIPIENTS_WITH_PARAMETERS = 0x80;

  private static final int MAY_SKIP = 0x400;
  private static final int BLANKS_STAY = 0x100000;
  private static final int VERSION_OF_DATA = 4;

  /** The first words of this server. */
  static byte[] offer() {
    return new MilterPacket.Writer().number(VERSION).number(ACTIONS).number(PROTOCOL).data();
  }

  /** Reads the milter's answer to the offer. */
  static MilterTerms parse(MilterPacket packet) throws FilterException {
    if (packet.command() != 'O') {
      throw new FilterException(
          "it began with '%s' instead of its options"
              .formatted(MilterPacket.shown(packet.command())));
    }
    MilterPacket.Reader reader = packet.reader();
    int version = reader.number();
    int actions = reader.number();
    int protocol = reader.number();
    if (version < VERSION_MIN || version > VERSION) {
      throw new FilterException("it speaks version %d of the protocol".formatted(version));
    }
    if ((actions & ~ACTIONS) != 0 || (protocol & ~PROTOCOL) != 0) {
      throw new FilterException(
          "it wants what it was not offered: actions %x, steps %x".formatted(actions, protocol));
    }
    Map<Integer, List<String>> macros = new HashMap<>();
    while (reader.hasMore()) {
      int stage = reader.number();
      List<String> names = new ArrayList<>(List.of(reader.text().strip().split("[ ,]+")));
      names.removeIf(String::isEmpty);
      macros.put(stage, List.copyOf(names));
    }
    return new MilterTerms(version, actions, protocol, Map.copyOf(macros));
  }

  /** Whether it hears of a step. Milters of old do not know that of DATA. */
  boolean wants(MilterStage stage) {
    return stage.isWanted(protocol) && (stage != MilterStage.DATA || version >= VERSION_OF_DATA);
  }

  boolean answers(MilterStage stage) {
    return stage.isAnswered(protocol);
  }

  /** Whether it may say that it has seen enough of the body. */
  boolean maySkip() {
    return (protocol & MAY_SKIP) != 0;
  }

  /** Whether values of fields keep the blank they begin with, both ways. */
  boolean blanksStay() {
    return (protocol & BLANKS_STAY) != 0;
  }

  /** Whether it takes another session on the same connection ({@code SMFIC_QUIT_NC}). */
  boolean takesMore() {
    return version >= VERSION;
  }

  boolean may(int action) {
    return (actions & action) != 0;
  }

  /** The macros it wants at a step; empty where it left that to us. */
  Optional<List<String>> wantedMacros(MilterStage stage) {
    return Optional.ofNullable(macros.get(stage.macros()));
  }
}
