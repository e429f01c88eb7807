package mailroad.guard.door;

/** What is held against whoever does it too often. */
enum Offence {
  SILENT_VISIT("opens connections and never speaks the protocol"),
  FOREIGN_COMMAND("speaks another protocol than that of the port"),
  EARLY_TALK("speaks before the greeting"),
  BAD_SESSION("says what nobody who sends mail would"),
  UNKNOWN_RECIPIENT("tries which addresses exist"),
  RELAY_ATTEMPT("tries whether mail is passed on to others"),
  LOGIN_FAILURE("guesses passwords"),
  FLOOD("opens connections without end");

  private final String words;

  Offence(String words) {
    this.words = words;
  }

  /** What whoever does it does, to follow its name. */
  String words() {
    return words;
  }
}
