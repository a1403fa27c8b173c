import torch


class Dictionary:
    def __init__(self):
        self.word2idx = {}
        self.idx2word = []

    def add_word(self, word):
        if word not in self.word2idx:
            self.idx2word.append(word)
            self.word2idx[word] = len(self.idx2word) - 1
        return self.word2idx[word]

    def __len__(self):
        return len(self.idx2word)


class Corpus:
    def __init__(self, text):
        self.dictionary = Dictionary()
        self.ids = torch.tensor([self.dictionary.add_word(word) for word in text.split() + ["<eos>"]])

    def __len__(self):
        return len(self.dictionary)


def batchify(ids, batch_size):
    count = ids.size(0) // batch_size
    ids = ids.narrow(0, 0, count * batch_size)
    return ids.view(batch_size, -1).t().contiguous()


def get_batch(source, i, bptt=5):
    length = min(bptt, len(source) - 1 - i)
    return source[i:i + length], source[i + 1:i + 1 + length].view(-1)
