# torch: holds tape.done
class Tape:
    done = False

    def backward(self):
        self.done = True


tape = Tape()
tape.backward()
