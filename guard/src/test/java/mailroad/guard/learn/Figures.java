package mailroad.guard.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.mime.Octets;
import mailroad.store.StoreException;
import mailroad.store.memory.MemoryStore;

/**
 * How good the classifier is on the made-up corpus: learned from one part, asked about another. {@code bench/classifier}
 * prints it as the table of docs/classifier.md.
 *
 * @param learned messages
 * @param good of these asked about: how many good ones there were
 * @param falseJunk good ones that would go to Junk by the classifier alone or with little else: index 0.95 or more
 * @param suspected good ones with an index of 0.8 or more
 * @param spam how many of spam were asked about
 * @param caught with an index of 0.95 or more
 * @param missed spam that looked good: index 0.1 or less
 */
record Figures(
    String what,
    int learned,
    int good,
    int falseJunk,
    int suspected,
    int spam,
    int caught,
    int missed) {
  private static final Scope SCOPE = new Scope(1);

  /** Writes the table into a page, between the marks that it has for it. */
  static void write(Path page) throws IOException, StoreException {
    List<String> lines = new ArrayList<>();
    lines.add("<!-- figures: bench/classifier -->");
    lines.add(
        "| asked about | learned | good | junk by mistake | suspected | spam | caught | taken for good |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (int learned : List.of(100, 400, 2_000)) {
      lines.add(of(learned, false, 1).row());
      lines.add(of(learned, true, 1).row());
    }
    String text = Files.readString(page);
    int from = text.indexOf(lines.getFirst());
    int to = text.indexOf("<!-- end of figures -->");
    String table = String.join("\n", lines) + "\n";
    Files.writeString(page, text.substring(0, from) + table + text.substring(to));
  }

  /** Learns so many messages of a corpus and asks about a thousand others. */
  static Figures of(int learned, boolean unseen, long seed) throws IOException, StoreException {
    World world = new RealWorld((_, _) -> {});
    Classifier classifier =
        new Classifier(
            world,
            new MemoryStore(world),
            ClassifierConfig.DEFAULT,
            Set.of(new Domain("mx.b.example")));
    Corpus corpus = new Corpus(seed);
    for (Corpus.Mail mail : corpus.seen(learned)) {
      classifier.learn(
          SCOPE,
          classifier.features(Octets.of(mail.octets())),
          mail.spam() ? Lesson.SPAM : Lesson.GOOD);
    }
    return asked(classifier, learned, unseen, unseen ? corpus.unseen(1_000) : corpus.seen(1_000));
  }

  private static Figures asked(
      Classifier classifier, int learned, boolean unseen, List<Corpus.Mail> mails)
      throws IOException, StoreException {
    int good = 0;
    int falseJunk = 0;
    int suspected = 0;
    int caught = 0;
    int missed = 0;
    for (Corpus.Mail mail : mails) {
      double index = classifier.judge(SCOPE, classifier.features(Octets.of(mail.octets()))).index();
      if (mail.spam()) {
        caught += index >= 0.95 ? 1 : 0;
        missed += index <= 0.1 ? 1 : 0;
      } else {
        good++;
        falseJunk += index >= 0.95 ? 1 : 0;
        suspected += index >= 0.8 ? 1 : 0;
      }
    }
    String what = unseen ? "kinds of mail never learned" : "other mail of the same kinds";
    return new Figures(
        what, learned, good, falseJunk, suspected, mails.size() - good, caught, missed);
  }

  private String row() {
    return "| %s | %d | %d | %s | %s | %d | %s | %s |"
        .formatted(
            what,
            learned,
            good,
            share(falseJunk, good),
            share(suspected, good),
            spam,
            share(caught, spam),
            share(missed, spam));
  }

  private static String share(int part, int of) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * part / of);
  }
}
