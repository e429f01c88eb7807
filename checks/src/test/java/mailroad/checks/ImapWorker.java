package mailroad.checks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Works in mailboxes of its own until it is cut off, and knows what stands in them: all that had a tagged OK, and perhaps what
 * was under way. Used by one thread.
 */
final class ImapWorker {
  private static final Pattern FETCHED =
      Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\)\\)");

  private final String home;
  private final Random random;
  private ImapState state = ImapState.empty();
  private Optional<ImapState> underWay = Optional.empty();
  private String selected = "";
  private int names;
  private int tag;

  ImapWorker(String home, long seed) {
    this.home = home;
    this.random = new Random(seed);
  }

  /** A connection. */
  private record Line(Socket socket, BufferedReader in) implements AutoCloseable {
    static Line to(ServerProcess server) throws IOException, GeneralSecurityException {
      Socket socket = server.connectByTls("imaps");
      Line line =
          new Line(
              socket,
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
      line.hear();
      return line;
    }

    String hear() throws IOException {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("cut");
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private List<String> say(Line line, String command) throws IOException {
    String name = "t" + ++tag;
    line.socket()
        .getOutputStream()
        .write((name + " " + command + "\r\n").getBytes(StandardCharsets.UTF_8));
    List<String> heard = new ArrayList<>();
    do {
      heard.add(line.hear());
    } while (!heard.getLast().startsWith(name + " "));
    return heard;
  }

  /** Says a command that must succeed, after which all is as told. */
  private List<String> change(Line line, String command, ImapState after) throws IOException {
    underWay = Optional.of(after);
    List<String> heard = say(line, command);
    if (!heard.getLast().contains(" OK ")) {
      throw new AssertionError(command + ": " + heard);
    }
    state = after;
    underWay = Optional.empty();
    return heard;
  }

  /** Works until the server is gone; {@code done} runs after each tagged OK. */
  void work(ServerProcess server, Runnable done) throws GeneralSecurityException {
    try (Line line = Line.to(server)) {
      selected = "";
      say(line, "LOGIN %s %s".formatted(server.login(), server.password()));
      while (true) {
        act(line);
        done.run();
      }
    } catch (IOException e) {
      // The server is gone, as it was to be.
    }
  }

  private void act(Line line) throws IOException {
    if (state.boxes().size() < 2) {
      String name = home + "-" + ++names;
      change(line, "CREATE " + name, state.with(name, ImapState.Box.EMPTY));
      return;
    }
    List<String> all = new ArrayList<>(state.boxes().keySet());
    String here = all.get(random.nextInt(all.size()));
    String there = all.get(random.nextInt(all.size()));
    ImapState.Box box = state.box(here);
    if (box.messages().isEmpty()) {
      append(line, here, box);
      return;
    }
    List<Long> uids = new ArrayList<>(box.messages().keySet());
    long uid = uids.get(random.nextInt(uids.size()));
    switch (random.nextInt(9)) {
      case 0, 1 -> append(line, here, box);
      case 2 -> {
        select(line, here);
        String flag = random.nextBoolean() ? "\\Flagged" : "\\Answered";
        change(
            line,
            "UID STORE " + uid + " +FLAGS.SILENT (" + flag + ")",
            state.with(here, box.flagged(uid, flag)));
      }
      case 3 -> {
        select(line, here);
        ImapState.Box after = state.box(there).with(box.messages().get(uid));
        change(line, "UID COPY " + uid + " " + there, state.with(there, after));
      }
      case 4, 5 -> move(line, here, there, uid);
      case 6 -> {
        select(line, here);
        change(
            line,
            "UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)",
            state.with(here, box.flagged(uid, "\\Deleted")));
        change(line, "UID EXPUNGE " + uid, state.with(here, state.box(here).without(uid)));
      }
      case 7 -> {
        String name = home + "-" + ++names;
        change(line, "RENAME " + here + " " + name, state.without(here).with(name, box));
        selected = "";
      }
      default -> {
        if (state.boxes().size() > 3) {
          change(line, "DELETE " + here, state.without(here));
          selected = "";
        } else {
          String name = home + "-" + ++names;
          change(line, "CREATE " + name, state.with(name, ImapState.Box.EMPTY));
        }
      }
    }
  }

  private void append(Line line, String here, ImapState.Box box) throws IOException {
    List<String> heard =
        change(
            line,
            "APPEND " + here + " (\\Seen) {9+}\r\nA: b\r\n\r\nc",
            state.with(here, box.with(Set.of("\\Seen"))));
    if (!heard.getLast().matches(".*\\[APPENDUID \\d+ " + box.next() + "\\].*")) {
      throw new AssertionError("UID " + box.next() + " expected: " + heard);
    }
  }

  private void move(Line line, String here, String there, long uid) throws IOException {
    if (here.equals(there)) {
      return;
    }
    select(line, here);
    ImapState.Box box = state.box(here);
    ImapState after =
        state
            .with(there, state.box(there).with(box.messages().get(uid)))
            .with(here, box.without(uid));
    change(line, "UID MOVE " + uid + " " + there, after);
  }

  private void select(Line line, String name) throws IOException {
    if (!selected.equals(name)) {
      say(line, "SELECT " + name);
      selected = name;
    }
  }

  /** What the server now has of it; that is what was told, or what was under way, and this worker goes on from there. */
  void check(ServerProcess server) throws IOException, GeneralSecurityException {
    try (Line line = Line.to(server)) {
      say(line, "LOGIN %s %s".formatted(server.login(), server.password()));
      Map<String, Map<Long, Set<String>>> there = new TreeMap<>();
      for (String listed : say(line, "LIST \"\" " + home + "-*")) {
        if (listed.startsWith("* LIST")) {
          String name = listed.substring(listed.lastIndexOf(' ') + 1);
          there.put(name, messages(line, name));
        }
      }
      boolean asBefore = there.equals(state.visible());
      boolean asAfter = underWay.filter(after -> there.equals(after.visible())).isPresent();
      if (!asBefore && !asAfter) {
        throw new AssertionError(
            "told %s\nunder way %s\nthere %s"
                .formatted(state.visible(), underWay.map(ImapState::visible), there));
      }
      state = asBefore ? unlessSkipped(line, state) : underWay.orElseThrow();
      underWay = Optional.empty();
    }
  }

  /** A UID may have been given to what never came to be: it is not given again. */
  private ImapState unlessSkipped(Line line, ImapState known) throws IOException {
    ImapState now = known;
    for (String name : known.boxes().keySet()) {
      String status = say(line, "STATUS " + name + " (UIDNEXT)").getFirst();
      long next = Long.parseLong(status.replaceAll(".*UIDNEXT (\\d+).*", "$1"));
      if (next < known.box(name).next()) {
        throw new AssertionError(name + ": UIDNEXT " + next + " of " + known.box(name));
      }
      now = now.with(name, new ImapState.Box(next, known.box(name).messages()));
    }
    return now;
  }

  private Map<Long, Set<String>> messages(Line line, String name) throws IOException {
    say(line, "EXAMINE " + name);
    Map<Long, Set<String>> messages = new TreeMap<>();
    for (String told : say(line, "UID FETCH 1:* (FLAGS)")) {
      Matcher fetched = FETCHED.matcher(told);
      if (fetched.matches()) {
        Set<String> flags = new TreeSet<>(List.of(fetched.group(2).split(" ", -1)));
        flags.remove("");
        flags.remove("\\Recent");
        messages.put(Long.parseLong(fetched.group(1)), flags);
      }
    }
    return messages;
  }
}
