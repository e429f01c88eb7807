package mailroad.guard.quarantine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mime.EncodedWords;
import mailroad.mime.Header;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Kept;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.server.Client;

/** Draws up what is kept with a message: who, what, why, within bounds. Pure. */
final class Dossier {
  private static final int TEXT_CHARACTERS_MAX = 300;
  private static final int AUTHENTICATION_LINES_MAX = 30;
  private static final int DEPTH_MAX = 12;

  private final QuarantineConfig config;

  Dossier(QuarantineConfig config) {
    this.config = config;
  }

  /** All but the copies. */
  Entry of(Suspect suspect, Cause cause, String verdict, Why why, Kept kept) {
    Arriving arriving = suspect.arriving();
    Instant now = arriving.now();
    return new Entry(
        kept.id(),
        cause,
        origin(suspect, kept),
        passedOn(kept.envelope().parameters()),
        content(arriving.header(), kept),
        new Entry.Finding(
            cut(verdict),
            bounded(why, new int[] {config.evidenceOctetsMax()}, 0),
            suspect.authentication().map(Dossier::lines).orElse(List.of())),
        now,
        now.plus(config.keptFor()),
        List.of(new Deed(now, "kept: " + cut(verdict), "the guard")));
  }

  private static Entry.Origin origin(Suspect suspect, Kept kept) {
    Optional<Client> client = suspect.arriving().client();
    return new Entry.Origin(
        kept.envelope().sender(),
        suspect.direction(),
        client.map(Client::remote),
        client.map(one -> cut(one.hello().name())).orElse(""),
        client.flatMap(Client::login));
  }

  private static Entry.Content content(Header header, Kept kept) {
    return new Entry.Content(
        kept.blob(),
        kept.octets(),
        decoded(header, "From"),
        decoded(header, "Subject"),
        cut(header.value("Message-ID").map(String::strip).orElse("")));
  }

  /** Times that its sender set are over when it goes on. */
  private static MailParameters passedOn(MailParameters said) {
    Handling handling =
        Handling.NONE.withPriority(said.handling().priority()).with(said.handling().tls());
    return said.with(handling);
  }

  private static String decoded(Header header, String name) {
    return cut(header.value(name).map(String::strip).map(EncodedWords::decode).orElse(""));
  }

  private static String cut(String text) {
    if (text.length() <= TEXT_CHARACTERS_MAX) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(TEXT_CHARACTERS_MAX - 2))
            ? TEXT_CHARACTERS_MAX - 2
            : TEXT_CHARACTERS_MAX - 1;
    return text.substring(0, end) + "…";
  }

  /** The tree as far as there is room for it, the upper findings first. */
  private static Why bounded(Why why, int[] octetsLeft, int depth) {
    String finding = cut(why.finding());
    String source = cut(why.source());
    octetsLeft[0] -= octets(finding) + octets(source) + 10;
    List<Why> because = new ArrayList<>();
    for (Why part : why.because()) {
      if (octetsLeft[0] <= 0 || depth == DEPTH_MAX) {
        because.add(new Why("there was more, for which there is no room"));
        break;
      }
      because.add(bounded(part, octetsLeft, depth + 1));
    }
    return new Why(finding, source, because);
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<String> lines(Authentication found) {
    List<String> out = new ArrayList<>();
    out.add("iprev=%s%s".formatted(found.iprev().code(), named(" ", found.iprev().name())));
    out.add("spf=%s of HELO %s".formatted(found.helo().code(), found.helo().domain()));
    out.add("spf=%s of MAIL %s".formatted(found.mail().code(), found.mail().domain()));
    for (DkimResult one : found.dkim()) {
      out.add("dkim=%s%s%s".formatted(one.code(), named(" of ", one.domain()), by(one)));
    }
    out.add("dmarc=%s%s".formatted(found.dmarc().code(), named(" of ", found.dmarc().from())));
    out.add("arc=%s".formatted(found.arc().code()));
    return out.stream().limit(AUTHENTICATION_LINES_MAX).map(Dossier::cut).toList();
  }

  private static String by(DkimResult one) {
    return one.selector().isEmpty() ? "" : ", selector " + one.selector();
  }

  private static String named(String before, Optional<Domain> domain) {
    return domain.map(name -> before + name).orElse("");
  }
}
