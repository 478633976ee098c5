import type { HummerStrings } from '../hooks/context/strings.js';

/**
 * 简体中文 (simplified Chinese).
 *
 * @example
 * ```tsx
 * import { zh } from 'hummer-react/locales/zh';
 * <HummerProvider appid={1} uid="ana" strings={zh} locale="zh">…</HummerProvider>
 * ```
 * Source: REACT.md, Words and readers.
 * @public
 */
export const zh: HummerStrings = {
  you: '你',
  nameOfYou: '{name}（你）',
  tryAgain: '重试',
  dismiss: '忽略',

  muteMicrophone: '静音麦克风',
  turnCameraOff: '关闭摄像头',
  leave: '离开',
  shareScreen: '共享屏幕',
  chooseDevices: '选择：{kinds}',

  videos: '视频',
  pages: '分页',
  previousPage: '上一页',
  nextPage: '下一页',
  pageOf: '第 {page} 页，共 {pages} 页',

  microphoneMuted: '麦克风已静音',
  cameraOff: '摄像头已关闭',
  cameraStarting: '正在启动摄像头',
  videoWaiting: '正在等待视频',
  screenOf: '{name} 的屏幕',

  networkUnknown: '网络质量未知',
  networkExcellent: '网络极佳',
  networkGood: '网络良好',
  networkFair: '网络一般',
  networkPoor: '网络较差',
  networkBad: '网络很差',
  networkDown: '网络已断开',

  fullScreen: '全屏',

  beforeJoining: '加入之前',
  yourName: '你的名字',
  join: '加入',

  statistics: '统计信息',
  statsWho: '谁',
  statsWhat: '内容',
  statsRate: 'kbit/s',
  statsPicture: '画面，每秒帧数',
  statsLoss: '丢包率 %',
  statsDelay: '往返 / 抖动，ms',

  turnOnSound: '打开声音',
  soundBlocked: '浏览器需要你点击一次才能播放声音。',

  camera: '摄像头',
  microphone: '麦克风',
  speaker: '扬声器',
  screen: '屏幕',
  screenSound: '屏幕声音',
  unnamedDevice: '{kind} {number}',
  systemDefault: '系统默认',
  allowCamera: '允许使用摄像头',
  allowMicrophone: '允许使用麦克风',
  cameraBlocked: '摄像头被禁用。请在地址栏旁的网站设置中允许使用，然后重试。',
  microphoneBlocked: '麦克风被禁用。请在地址栏旁的网站设置中允许使用，然后重试。',
  noCamera: '未找到摄像头',
  noMicrophone: '未找到麦克风',
  noSpeaker: '未找到扬声器',
  deviceLost: '所选设备已拔出，在重新插入之前将使用其他设备。',
  speakerFixed: '此浏览器使用系统扬声器播放声音。',

  reconnecting: '连接已断开，正在重新连接…',
  offline: '你已离线，正在等待网络…',
  restored: '已重新连接。',
  signedInElsewhere: '你已在其他地方登录，此页面的连接已断开。',
  connectionFailed: '未连接。{reason}',

  people: '成员',
  peopleCount: { other: '{count} 人' },
  nobodyHere: '还没有人。',
  speaking: '正在发言',

  messages: '消息',
  noMessages: '还没有消息，打个招呼吧！',
  messageFailed: '未发送。',
  retryMessage: '重新发送',
  discardMessage: '丢弃',
  messagesMissing: { other: '此处缺少 {count} 条消息。' },
  earlierMessages: '显示更早的消息',
  newMessages: '新消息',
  messageOfType: '类型为“{type}”的消息',

  writeMessage: '输入消息',
  sendMessage: '发送',
  writeWhenJoined: '进入房间后才能发送消息。',

  meeting: '会议 {room}',
  joining: '正在加入…',
  alone: '还没有其他人。其他人加入“{room}”后会显示在这里。',
  speakerView: '演讲者视图',
  peopleAndChat: '成员和聊天',
  unreadMessages: { other: '{count} 条新消息' },
  controls: '会议控制',

  captureBlocked:
    '摄像头和麦克风被禁用，其他人看不到也听不到你。请在地址栏旁的网站设置中允许使用，然后重试。',
  captureFailed: '摄像头和麦克风无法启动。{reason}',
  mediaFailed: '音视频未连接。{reason}',
  shareFailed: '屏幕未共享。{reason}',
  joinFailed: '无法加入',
  youLeft: '你已离开会议',
  youWereRemoved: '你已被移出会议',
  youWereBanned: '你不能加入此会议',
  meetingEnded: '会议已结束',
  joinedElsewhere: '你已从其他地方加入',
  connectionTimedOut: '连接中断时间过长',
  rejoin: '重新加入',

  callFrom: '{name} 来电',
  incomingCall: '语音来电',
  incomingVideoCall: '视频来电',
  callWaiting: '接听将结束当前通话。',
  incomingGroupCallWith: '群组来电，成员有 {names}',
  acceptCall: '接听',
  acceptCallWithVideo: '视频接听',
  acceptCallWithoutVideo: '语音接听',
  declineCall: '拒绝',
  silenceCall: '静音',

  call: '与 {names} 通话',
  namesAndOthers: { other: '{names} 和另外 {count} 人' },
  callDialling: '正在呼叫…',
  callRinging: '正在响铃…',
  callConnecting: '正在连接…',
  callConnected: '已接通',
  callDuration: '通话时长',
  hangUp: '挂断',
  callAgain: '重新呼叫',
  callBack: '回拨',
  closeCall: '关闭',
  callEnded: '通话已结束',
  callDeclined: '对方已拒绝',
  callNotAnswered: '无人接听',
  callUnreachable: '对方不在线',
  callBusy: '对方正忙',
  callCancelled: '已取消通话',
  callMissed: '未接来电',
  callAnsweredElsewhere: '已在其他设备接听',
  callDeclinedElsewhere: '已在其他设备拒绝',
  callEndedByServer: '通话已被结束',
  callFailed: '通话失败',

  announceJoined: { one: '{name} 已加入。', other: '{count} 人已加入。' },
  announceLeft: { one: '{name} 已离开。', other: '{count} 人已离开。' },
  announceShares: '{name} 正在共享屏幕。',
  announceSharesNoMore: '{name} 已停止共享屏幕。',
  announceYouShare: '你正在共享屏幕。',
  announceYouStopped: '你已停止共享屏幕。',
};
